// Nonsense for every operation of the embedded DynamoDB.
import fc from 'fast-check';
import { TABLE_SCHEMA } from '../../../functions/adapters/dynamodb/table.ts';
import { startDynamoDbServer } from '../../../infra/local/embedded/dynamodb-server.ts';
import { type Json, mutated, mutations } from '../mutate.ts';
import type { FuzzOptions, FuzzPart } from '../part.ts';
import { createBox } from './box.ts';
import { damages, exchangeBytes, mostly, type RawRequest, toBytes } from './raw-request.ts';
import { startWatch } from './watch.ts';

export const dynamoDbPart: FuzzPart = { runs: 100_000, quickRuns: 5_000, run };

const TableName = 'fuzzed';
const Key = { pk: { S: 'PIPELINE#a/silver/b' }, sk: { S: 'STATE' } };
const Item = {
  ...Key,
  namespace: { S: 'a' },
  layer_name: { S: 'silver/b' },
  revision: { N: '1' },
  ...{
    map: { M: { list: { L: [{ NULL: true }, { BOOL: false }] } } },
    set: { SS: ['x'] },
    bytes: { B: 'AAA=' },
  },
};
const ExpressionAttributeNames = { '#n': 'revision' };
const ExpressionAttributeValues = { ':n': { N: '1' } };

const INPUTS: Readonly<Record<string, Json>> = {
  BatchGetItem: { RequestItems: { [TableName]: { Keys: [Key], ConsistentRead: true } } },
  BatchWriteItem: { RequestItems: { [TableName]: [{ PutRequest: { Item } }, { DeleteRequest: { Key } }] } },
  CreateTable: { TableName, ...TABLE_SCHEMA } as unknown as Json,
  DeleteItem: { TableName, Key, ConditionExpression: 'attribute_exists(pk)' },
  DeleteTable: { TableName: 'no-such-table' },
  DescribeTable: { TableName },
  DescribeTimeToLive: { TableName },
  GetItem: { TableName, Key, ConsistentRead: true, ProjectionExpression: 'pk, map.list[0]' },
  ListTables: { Limit: 10, ExclusiveStartTableName: 'a' },
  ListTagsOfResource: { ResourceArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${TableName}` },
  PutItem: {
    TableName,
    Item,
    ConditionExpression: 'attribute_not_exists(pk) OR revision = :n',
    ExpressionAttributeValues,
  },
  Query: {
    TableName,
    KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
    ExpressionAttributeValues: { ':p': Key.pk, ':s': { S: 'S' } },
    Limit: 5,
    ScanIndexForward: false,
  },
  Scan: {
    TableName,
    IndexName: 'pipelines',
    FilterExpression: '#n = :n',
    ExpressionAttributeNames,
    ExpressionAttributeValues,
  },
  UpdateItem: {
    TableName,
    Key,
    UpdateExpression: 'SET #n = if_not_exists(#n, :n) + :n, map.list[1] = :n REMOVE x',
    ConditionExpression: '#n = :n',
    ExpressionAttributeNames,
    ExpressionAttributeValues,
    ReturnValues: 'ALL_NEW',
  },
  UpdateTable: { TableName: 'no-such-table', BillingMode: 'PAY_PER_REQUEST' },
};

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

const request: fc.Arbitrary<RawRequest> = fc
  .constantFrom(...Object.entries(INPUTS))
  .chain(([operation, input]) =>
    fc.record({
      method: fc.oneof(
        { weight: 19, arbitrary: fc.constant('POST') },
        fc.constantFrom('GET', 'PUT', 'OPTIONS'),
      ),
      target: fc.oneof({ weight: 9, arbitrary: fc.constant('/') }, mostly('/x', '/?a=b')),
      headers: mostly(`DynamoDB_20120810.${operation}`).map((target) => [
        ['Host', '127.0.0.1'] as const,
        ['X-Amz-Target', target] as const,
        ['X-Amz-Date', '20260101T000000Z'] as const,
        ['Authorization', AUTHORIZATION] as const,
      ]),
      body: fc.oneof(
        { weight: 19, arbitrary: mutations.map((all) => JSON.stringify(mutated(input, all)) ?? '') },
        fc.constantFrom('', 'null', '[]', '{', '['.repeat(20_000), `{"TableName":${'{"M":'.repeat(3_000)}`),
      ),
    }),
  );

async function run({ seed, runs }: FuzzOptions): Promise<string> {
  const box = await createBox();
  const server = await startDynamoDbServer({ dataDir: box.dataDir, port: 0 });
  const watch = startWatch(runs);
  const send = (raw: RawRequest, all: Parameters<typeof toBytes>[1]) => {
    const bytes = toBytes(raw, all);
    return watch.check(bytes.toString('latin1').slice(0, 3_000), () =>
      exchangeBytes(server.url, bytes, all.length > 0),
    );
  };
  const plain = (operation: string): RawRequest => ({
    method: 'POST',
    target: '/',
    headers: [
      ['Host', '127.0.0.1'],
      ['X-Amz-Target', `DynamoDB_20120810.${operation}`],
      ['Authorization', AUTHORIZATION],
    ],
    body: JSON.stringify(INPUTS[operation]),
  });
  try {
    await send(plain('CreateTable'), []);
    await fc.assert(
      fc.asyncProperty(request, damages, async (raw, all) => void (await send(raw, all))),
      { seed, numRuns: runs, endOnFailure: true },
    );
    const { status, text } = await send(plain('DescribeTable'), []);
    if (status !== 200) throw new Error(`afterwards it answers ${text}`);
    await box.check();
    return watch.end();
  } finally {
    await server.close();
    await box.remove();
  }
}
