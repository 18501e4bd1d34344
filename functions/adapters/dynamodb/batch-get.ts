// Many items of one partition at once. DynamoDB answers as many as fit 16 MB or as it has capacity for, and names the
// keys that it left out: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
import { BatchGetCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { pauseInScope } from '../../request-scope.ts';
import { throttled } from '../aws-failure.ts';
import type { Item } from './items.ts';
import { ask } from './request.ts';

const MOST_KEYS = 100;
const MOST_FRUITLESS = 6;
const FIRST_PAUSE_MS = 25;

interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** By sort key, strongly consistent; items that are not there are left out. Throws `THROTTLED`. */
export async function batchGet(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, Item>> {
  const batches = Array.from({ length: Math.ceil(keys.length / MOST_KEYS) }, (_, batch) =>
    keys.slice(batch * MOST_KEYS, (batch + 1) * MOST_KEYS),
  );
  const found = await Promise.all(batches.map((batch) => getAll(client, tableName, batch)));
  return new Map(found.flat().map((item) => [item.sk, item]));
}

async function getAll(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let left = keys;
  for (let fruitless = 0; left.length > 0; ) {
    const RequestItems = { [tableName]: { Keys: [...left], ConsistentRead: true } };
    const answer = await ask(() => client.send(new BatchGetCommand({ RequestItems })));
    const items = answer.Responses?.[tableName] ?? [];
    found.push(...items);
    left = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
    fruitless = items.length > 0 ? 0 : fruitless + 1;
    if (left.length > 0 && fruitless > 0) await pauseAfter(fruitless);
  }
  return found;
}

async function pauseAfter(fruitless: number): Promise<void> {
  if (fruitless === MOST_FRUITLESS) throw throttled('DynamoDB');
  await pauseInScope(Math.random() * FIRST_PAUSE_MS * 2 ** fruitless);
}
