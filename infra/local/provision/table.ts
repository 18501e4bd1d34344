// The table with its index and its time to live: made if they are missing.
import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { TABLE_SCHEMA } from '../../../functions/adapters/dynamodb/table.ts';
import { StartError } from '../start-error.ts';
import { indexProblem, keyProblem, missingIndexes } from './table-problem.ts';
import { provideTimeToLive } from './time-to-live.ts';

const FIRST_POLL_MS = 5;
const SLOWEST_POLL_MS = 1_000;
/** AWS takes a minute or more for an index. */
const DEADLINE_MS = 300_000;

// The SDK's types know no readonly arrays.
const SCHEMA = TABLE_SCHEMA as unknown as CreateTableCommandInput;

/** Returns when the table can be used. Throws a `StartError` if it is another kind of table. */
export async function provideTable(dynamodb: DynamoDBClient, name: string): Promise<void> {
  if ((await describe(dynamodb, name)) === undefined) await create(dynamodb, name);
  const table = await whenActive(dynamodb, name);
  const problem = keyProblem(table) ?? indexProblem(table);
  if (problem !== undefined) throw new StartError(`Table ${name} ${problem}; give another with --table.`);
  // One at a time: DynamoDB makes no more in one update.
  for (
    let lacking = table, [index] = missingIndexes(lacking);
    index !== undefined;
    [index] = missingIndexes(lacking)
  ) {
    await addIndex(dynamodb, lacking, index);
    lacking = await whenActive(dynamodb, name);
  }
  await provideTimeToLive(dynamodb, name);
}

async function describe(dynamodb: DynamoDBClient, TableName: string): Promise<TableDescription | undefined> {
  try {
    return (await dynamodb.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

async function create(dynamodb: DynamoDBClient, TableName: string): Promise<void> {
  try {
    await dynamodb.send(new CreateTableCommand({ ...SCHEMA, TableName }));
  } catch (error) {
    // Another start was quicker.
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

async function addIndex(
  dynamodb: DynamoDBClient,
  { TableName, AttributeDefinitions = [] }: TableDescription,
  Create: GlobalSecondaryIndex,
): Promise<void> {
  const keys = Create.KeySchema?.map(({ AttributeName }) => AttributeName);
  // DynamoDB refuses definitions that no key uses.
  const defined = AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  const more = SCHEMA.AttributeDefinitions?.filter(
    ({ AttributeName }) => keys?.includes(AttributeName) && !defined.includes(AttributeName),
  );
  await dynamodb.send(
    new UpdateTableCommand({
      TableName,
      AttributeDefinitions: [...AttributeDefinitions, ...(more ?? [])],
      GlobalSecondaryIndexUpdates: [{ Create }],
    }),
  );
}

async function whenActive(dynamodb: DynamoDBClient, name: string): Promise<TableDescription> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let pause = FIRST_POLL_MS; Date.now() < deadline; pause = Math.min(2 * pause, SLOWEST_POLL_MS)) {
    const table = await describe(dynamodb, name);
    const indexes = table?.GlobalSecondaryIndexes ?? [];
    // dynalite gives its indexes no status.
    const isReady = indexes.every(({ IndexStatus = 'ACTIVE' }) => IndexStatus === 'ACTIVE');
    if (table?.TableStatus === 'ACTIVE' && isReady) return table;
    await setTimeout(pause);
  }
  throw new StartError(
    `Table ${name} does not become active; look what is wrong with it, or give another with --table.`,
  );
}
