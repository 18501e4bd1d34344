// What a request may say, and what its answer has.
import {
  type ConsumedCapacity,
  DescribeTimeToLiveCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Area, api, guide } from './case.ts';
import { failure, outcome, put, type Subject, update } from './subject.ts';

const KB = 1_024;
const REFUSED = '400 ValidationException';
const MISSED = '400 ConditionalCheckFailedException';
const text = (length: number): string => 'x'.repeat(length);

const get = ({ client, table, pk }: Subject, more: object = {}) =>
  client.send(new GetCommand({ TableName: table, Key: { pk, sk: 'a' }, ...more }));

const capacity = async (call: Promise<{ readonly ConsumedCapacity?: ConsumedCapacity | undefined }>) =>
  (await call).ConsumedCapacity?.CapacityUnits;

const TOTAL = { ReturnConsumedCapacity: 'TOTAL' } as const;

export const requests: Area = {
  name: 'Requests and answers',
  cases: [
    {
      rule: 'A condition that does not hold changes nothing.',
      source: guide('Expressions.ConditionExpressions'),
      expected: `${MISSED}, a = 1`,
      reliedOn: 'A version number is taken by one conditional update.',
      async run(db) {
        await put(db, { a: 1 });
        const missed = await outcome(put(db, { a: 2 }, { ConditionExpression: 'attribute_not_exists(pk)' }));
        return `${missed}, a = ${(await get(db)).Item?.a}`;
      },
    },
    {
      rule: 'With ReturnValuesOnConditionCheckFailure the refusal has the item.',
      source: api('UpdateItem'),
      expected: `${MISSED}, a = 1`,
      reliedOn:
        'A publisher that lost a race learns the state from the refusal. Where there is none, it reads.',
      embedded: { outcome: `${MISSED}, a = ?`, why: 'dynalite does not know this field.' },
      async run(db) {
        await put(db, { a: 1 });
        try {
          await update(
            db,
            'SET b = :v',
            { ':v': 1 },
            {
              ConditionExpression: 'attribute_not_exists(pk)',
              ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
            },
          );
          return 'ok';
        } catch (error) {
          const { Item } = error as { Item?: { a?: unknown } };
          return `${failure(error)}, a = ${JSON.stringify(Item?.a) === '{"N":"1"}' ? 1 : (Item?.a ?? '?')}`;
        }
      },
    },
    {
      rule: 'An update of an item that is not there makes it.',
      source: api('UpdateItem'),
      expected: 'a = 1',
      async run(db) {
        await update(db, 'SET a = if_not_exists(a, :zero) + :one', { ':zero': 0, ':one': 1 });
        return `a = ${(await get(db)).Item?.a}`;
      },
    },
    {
      rule: 'Attributes of the key cannot be updated.',
      source: api('UpdateItem'),
      expected: REFUSED,
      run: (db) => outcome(update(db, 'SET sk = :v', { ':v': 'b' })),
    },
    {
      rule: 'Paths of one update must not overlap.',
      source: guide('Expressions.UpdateExpressions'),
      expected: REFUSED,
      async run(db) {
        await put(db, { a: { b: 1 } });
        return outcome(update(db, 'SET a = :v, a.b = :v', { ':v': 1 }));
      },
    },
    {
      rule: 'A value that no expression uses is refused.',
      source: guide('Expressions.ExpressionAttributeValues'),
      expected: REFUSED,
      run: (db) => outcome(update(db, 'SET a = :v', { ':v': 1, ':w': 2 })),
    },
    {
      rule: 'A reserved word is no name in an expression.',
      source: guide('ReservedWords'),
      expected: REFUSED,
      reliedOn: 'Every name is given by ExpressionAttributeNames.',
      run: (db) =>
        outcome(
          update(
            db,
            'SET layer = :v, #s = :v, status = :v',
            { ':v': 1 },
            { ExpressionAttributeNames: { '#s': 'a' } },
          ),
        ),
    },
    {
      rule: 'An attribute that is no key may be an empty string.',
      source: guide('HowItWorks.NamingRulesDataTypes'),
      expected: 'ok',
      run: (db) => outcome(put(db, { a: '' })),
    },
    {
      rule: 'The key of an index must not be an empty string.',
      source: guide('HowItWorks.NamingRulesDataTypes'),
      expected: REFUSED,
      embedded: {
        outcome: 'ok',
        why: 'dynalite stores it. The keys of our index are names, which are never empty.',
      },
      run: (db) => outcome(put(db, { kind: '' })),
    },
    {
      rule: 'A set is never empty.',
      source: guide('HowItWorks.NamingRulesDataTypes'),
      expected: REFUSED,
      run: ({ dynamodb, table, pk }) =>
        outcome(
          dynamodb.send(
            new PutItemCommand({
              TableName: table,
              Item: { pk: { S: pk }, sk: { S: 'a' }, a: { SS: [] } },
            }),
          ),
        ),
    },
    {
      rule: 'A number has at most 38 digits.',
      source: guide('HowItWorks.NamingRulesDataTypes'),
      expected: `ok, ${REFUSED}`,
      async run({ dynamodb, table, pk }) {
        const digits = (count: number) =>
          outcome(
            dynamodb.send(
              new PutItemCommand({
                TableName: table,
                Item: { pk: { S: pk }, sk: { S: 'a' }, n: { N: '1'.repeat(count) } },
              }),
            ),
          );
        return `${await digits(38)}, ${await digits(39)}`;
      },
    },
    {
      rule: 'An index has no strongly consistent reads.',
      source: guide('HowItWorks.ReadConsistency'),
      expected: REFUSED,
      reliedOn: 'The list of pipelines may miss one that was published a moment ago.',
      run: ({ client, table }) =>
        outcome(
          client.send(
            new QueryCommand({
              TableName: table,
              IndexName: 'by_kind',
              KeyConditionExpression: 'kind = :kind',
              ExpressionAttributeValues: { ':kind': 'x' },
              ConsistentRead: true,
            }),
          ),
        ),
    },
    {
      rule: 'A write takes a unit for each KB that was begun, of the larger of the item before and after.',
      source: guide('read-write-operations'),
      expected: '11, 11',
      reliedOn: 'The capacity budgets.',
      async run(db) {
        const large = await capacity(put(db, { a: text(10 * KB) }, TOTAL));
        return `${large}, ${await capacity(put(db, { a: 'x' }, TOTAL))}`;
      },
    },
    {
      rule: 'A strongly consistent read takes a unit for each 4 KB that were begun, another half of that.',
      source: guide('read-write-operations'),
      expected: '3, 1.5',
      reliedOn: 'The capacity budgets.',
      async run(db) {
        await put(db, { a: text(10 * KB) });
        const strong = await capacity(get(db, { ...TOTAL, ConsistentRead: true }));
        return `${strong}, ${await capacity(get(db, TOTAL))}`;
      },
    },
    {
      rule: 'A table can have a time to live.',
      source: api('UpdateTimeToLive'),
      expected: 'ok, ENABLED or ENABLING',
      embedded: {
        outcome: '400 UnknownOperationException, DISABLED',
        why: 'dynalite deletes nothing by itself: expired keys stay in the file.',
      },
      reliedOn: 'Expired idempotency keys are deleted. The service itself takes no notice of them.',
      async run({ dynamodb, table }) {
        const enabled = await outcome(
          dynamodb.send(
            new UpdateTimeToLiveCommand({
              TableName: table,
              TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
            }),
          ),
        );
        const { TimeToLiveDescription } = await dynamodb.send(
          new DescribeTimeToLiveCommand({ TableName: table }),
        );
        const status = TimeToLiveDescription?.TimeToLiveStatus ?? '?';
        return `${enabled}, ${status.startsWith('ENABL') ? 'ENABLED or ENABLING' : status}`;
      },
    },
    {
      rule: 'Several items can be written in one transaction.',
      source: api('TransactWriteItems'),
      expected: 'ok',
      embedded: {
        outcome: '400 UnknownOperationException',
        why: 'dynalite has no transactions, and the service uses none: one conditional update decides.',
      },
      run: ({ dynamodb, table, pk }) =>
        outcome(
          dynamodb.send(
            new TransactWriteItemsCommand({
              TransactItems: ['a', 'b'].map((sk) => ({
                Put: { TableName: table, Item: { pk: { S: pk }, sk: { S: sk } } },
              })),
            }),
          ),
        ),
    },
  ],
};
