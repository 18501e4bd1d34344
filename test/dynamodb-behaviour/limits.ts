// How large items, keys, expressions and batches may be.
import {
  BatchGetCommand,
  BatchWriteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Area, api, guide } from './case.ts';
import { outcome, put, type Subject, update } from './subject.ts';

const KB = 1_024;
const constraints = guide('Constraints');
const REFUSED = '400 ValidationException';
const text = (length: number): string => 'x'.repeat(length);

/** An update expression of that many bytes. */
const setOf = (bytes: number): string => `SET ${text(bytes - 'SET  = :v'.length)} = :v`;

/** Deep as a map in a map in a map. */
const nested = (levels: number): unknown => (levels === 0 ? 'x' : { a: nested(levels - 1) });

const getMany = ({ client, table, pk }: Subject, sortKeys: readonly string[]) =>
  client.send(
    new BatchGetCommand({ RequestItems: { [table]: { Keys: sortKeys.map((sk) => ({ pk, sk })) } } }),
  );

const numbered = (count: number): readonly string[] => Array.from({ length: count }, (_, n) => `k${n}`);

export const limits: Area = {
  name: 'Limits',
  cases: [
    {
      rule: 'An item has at most 400 KB, names of attributes included: one more byte is refused.',
      source: constraints,
      expected: `ok, ${REFUSED}`,
      reliedOn: 'Snapshots are stored in parts of at most 350 KB.',
      async run(db) {
        const rest = 400 * KB - `pk${db.pk}skatext`.length;
        const fits = await outcome(put(db, { text: text(rest) }));
        return `${fits}, ${await outcome(put(db, { text: text(rest + 1) }))}`;
      },
    },
    {
      rule: 'An update that would make an item larger than 400 KB is refused.',
      source: constraints,
      expected: REFUSED,
      async run(db) {
        await put(db, { one: text(300 * KB) });
        return outcome(update(db, 'SET two = :v', { ':v': text(150 * KB) }));
      },
    },
    {
      rule: 'An expression has at most 4 KB: one more byte is refused.',
      source: constraints,
      expected: `ok, ${REFUSED}`,
      reliedOn: 'Keys of requests are items of their own: no expression grows with them.',
      async run(db) {
        const fits = await outcome(update(db, setOf(4 * KB), { ':v': 1 }));
        return `${fits}, ${await outcome(update(db, setOf(4 * KB + 1), { ':v': 1 }))}`;
      },
    },
    {
      rule: 'A condition has at most 4 KB, too.',
      source: constraints,
      expected: REFUSED,
      run: (db) => outcome(put(db, {}, { ConditionExpression: `attribute_not_exists(${text(4 * KB)})` })),
    },
    {
      rule: 'An expression has at most 300 operators and functions.',
      source: constraints,
      expected: REFUSED,
      run: (db) =>
        outcome(
          put(db, {}, { ConditionExpression: Array(152).fill('attribute_not_exists(a)').join(' AND ') }),
        ),
    },
    {
      rule: 'IN compares with at most 100 operands.',
      source: constraints,
      expected: `ok, ${REFUSED}`,
      async run(db) {
        const among = (count: number) => {
          const names = numbered(count).map((name) => `:${name}`);
          const ExpressionAttributeValues = Object.fromEntries(names.map((name) => [name, 1]));
          const ConditionExpression = `attribute_not_exists(a) OR a IN (${names.join(', ')})`;
          return outcome(put(db, {}, { ConditionExpression, ExpressionAttributeValues }));
        };
        return `${await among(100)}, ${await among(101)}`;
      },
    },
    {
      rule: 'The values of an expression have at most 2 MB together.',
      source: constraints,
      expected: REFUSED,
      run: (db) => outcome(update(db, 'SET a = :v', { ':v': text(2 * KB * KB + 1) })),
    },
    {
      rule: 'A partition key has 1 to 2,048 bytes.',
      source: constraints,
      expected: `ok, ${REFUSED}, ${REFUSED}`,
      reliedOn: 'Names of namespaces and pipelines have at most 128 characters.',
      run: (db) => keysOf(db, 'pk', 2_048),
    },
    {
      rule: 'A sort key has 1 to 1,024 bytes.',
      source: constraints,
      expected: `ok, ${REFUSED}, ${REFUSED}`,
      reliedOn: 'An idempotency key has at most 255 characters.',
      run: (db) => keysOf(db, 'sk', 1_024),
    },
    {
      rule: 'A value has at most 32 levels of maps and lists.',
      source: constraints,
      expected: `ok, ${REFUSED}`,
      async run(db) {
        const fits = await outcome(put(db, { deep: nested(31) }));
        return `${fits}, ${await outcome(put(db, { deep: nested(33) }))}`;
      },
    },
    {
      rule: 'BatchGetItem takes at most 100 keys.',
      source: api('BatchGetItem'),
      expected: `ok, ${REFUSED}`,
      reliedOn: 'Records and parts are read by 100.',
      async run(db) {
        return `${await outcome(getMany(db, numbered(100)))}, ${await outcome(getMany(db, numbered(101)))}`;
      },
    },
    {
      rule: 'BatchGetItem refuses a key that comes twice.',
      source: api('BatchGetItem'),
      expected: REFUSED,
      run: (db) => outcome(getMany(db, ['a', 'a'])),
    },
    {
      rule: 'BatchGetItem answers at most 16 MB, and names the keys that it left out.',
      source: api('BatchGetItem'),
      expected: '45 items, some keys left out',
      reliedOn: 'Keys that were left out are asked for again.',
      async run(db) {
        const sortKeys = numbered(45);
        for (const sk of sortKeys) await put(db, { sk, text: text(390 * KB) });
        const { Responses, UnprocessedKeys } = await getMany(db, sortKeys);
        const found = Responses?.[db.table]?.length ?? 0;
        const left = UnprocessedKeys?.[db.table]?.Keys?.length ?? 0;
        return `${found + left} items, ${left === 0 ? 'none' : 'some keys'} left out`;
      },
    },
    {
      rule: 'BatchWriteItem takes at most 25 items.',
      source: api('BatchWriteItem'),
      expected: `ok, ${REFUSED}`,
      async run({ client, table, pk }) {
        const write = (count: number) => {
          const requests = numbered(count).map((sk) => ({ PutRequest: { Item: { pk, sk } } }));
          return outcome(client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } })));
        };
        return `${await write(25)}, ${await write(26)}`;
      },
    },
    {
      rule: 'A page of Query has at most 1 MB.',
      source: api('Query'),
      expected: '3 of 4, more to come',
      reliedOn: 'Lists go on while an answer has a LastEvaluatedKey.',
      async run(db) {
        for (const sk of numbered(4)) await put(db, { sk, text: text(380 * KB) });
        const { Items = [], LastEvaluatedKey } = await db.client.send(
          new QueryCommand({
            TableName: db.table,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': db.pk },
          }),
        );
        return `${Items.length} of 4, ${LastEvaluatedKey ? 'more to come' : 'the end'}`;
      },
    },
  ],
};

/** The longest, one byte more, and an empty one. */
async function keysOf({ client, table, pk }: Subject, attribute: 'pk' | 'sk', most: number): Promise<string> {
  const tried = [text(most), text(most + 1), ''];
  const outcomes = tried.map((value) =>
    outcome(client.send(new PutCommand({ TableName: table, Item: { pk, sk: 'a', [attribute]: value } }))),
  );
  await client.send(new GetCommand({ TableName: table, Key: { pk, sk: 'a' } }));
  return (await Promise.all(outcomes)).join(', ');
}
