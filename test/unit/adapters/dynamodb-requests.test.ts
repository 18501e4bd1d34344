// The exact requests to DynamoDB where they matter, and what its failures become.
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { createDynamoVersionStore } from '../../../functions/adapters/dynamodb/version-store.ts';
import type { VersionNumber } from '../../../functions/domain/version.ts';
import { draftWith, newPipeline, versionWith } from '../../contract/samples.ts';
import { refusal } from '../usecases/desk.ts';

const dynamodb = mockClient(DynamoDBDocumentClient);
const store = createDynamoVersionStore(
  DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' })),
  'table',
);
const pipeline = { namespace: 'default', layer: 'silver', name: 'orders' } as const;

beforeEach(() => dynamodb.reset());

const conditionFailed = (Item?: Record<string, unknown>) =>
  new ConditionalCheckFailedException({
    message: 'no',
    $metadata: {},
    ...(Item && { Item: marshall(Item, { removeUndefinedValues: true }) }),
  });

function updateSent() {
  const [call] = dynamodb.commandCalls(UpdateCommand);
  if (call === undefined) throw new Error('no update was sent');
  return call.args[0].input;
}

test('an undisturbed publish is one update on number and revision that asks for what stood there instead', async () => {
  dynamodb.on(UpdateCommand).resolves({});
  const current = versionWith(versionWith(null));

  await store.update(pipeline, { current, draft: draftWith('x') }, { number: 1, revision: 7 });

  expect(updateSent()).toMatchObject({
    TableName: 'table',
    Key: { pk: 'PIPELINE#default/silver/orders', sk: 'STATE' },
    ConditionExpression: '#revision = :expected_revision AND #current.#number = :expected_number',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    ExpressionAttributeValues: { ':expected_revision': 7, ':expected_number': 1, ':revision': 8 },
  });
});

test('the first publish creates the item only if it is not there', async () => {
  dynamodb.on(UpdateCommand).resolves({});

  await store.update(
    pipeline,
    { current: versionWith(null), draft: draftWith('x') },
    { number: 0, revision: 0 },
  );

  expect(updateSent()).toMatchObject({
    ConditionExpression: 'attribute_not_exists(pk) AND attribute_not_exists(#current)',
    ExpressionAttributeValues: {
      ':requests': {},
      ':revision': 1,
      ':namespace': 'default',
      ':layer_name': 'silver/orders',
    },
  });
});

test('an update on the number alone touches neither draft nor revision, and only an item that is there', async () => {
  dynamodb.on(UpdateCommand).resolves({});

  await store.update(pipeline, { current: versionWith(null) }, { number: 0 });

  const { ConditionExpression, UpdateExpression } = updateSent();
  expect(ConditionExpression).toBe('attribute_exists(pk) AND attribute_not_exists(#current)');
  expect(UpdateExpression).toBe('SET #current = :current, #current_files = :current_files');
});

test('an observation never touches the current version', async () => {
  dynamodb.on(UpdateCommand).resolves({});

  await store.update(pipeline, { draft: draftWith('x') }, { revision: 3 });

  expect(updateSent().UpdateExpression).toBe(
    'SET #draft = :draft, #revision = :revision, #namespace = :namespace, #layer_name = :layer_name',
  );
});

test('a key is remembered beside the others, on the condition that it is not there, while old ones go', async () => {
  dynamodb.on(UpdateCommand).resolves({});
  const request = {
    inputHash: 'h',
    number: 2 as VersionNumber,
    outcome: 'created',
    at: new Date(0),
  } as const;
  const change = { current: versionWith(null), remember: { key: 'k.1', request }, forget: ['old', 'k.1'] };

  await store.update(pipeline, change, { number: 1, unknownKey: 'k.1' });

  expect(updateSent()).toMatchObject({
    UpdateExpression: expect.stringMatching(/#requests\.#key = :request REMOVE #requests\.#forget0$/),
    ConditionExpression: expect.stringContaining('attribute_not_exists(#requests.#unknown_key)'),
    ExpressionAttributeNames: { '#key': 'key k.1', '#forget0': 'key old', '#unknown_key': 'key k.1' },
  });
});

test('the state that comes with a failed condition is used without another request', async () => {
  dynamodb.on(UpdateCommand).rejects(
    conditionFailed({
      namespace: 'default',
      layer_name: 'silver/orders',
      revision: 4,
      requests: {},
      draft: { fingerprint: 'f', file_count: 1, source_type: 'sql', observed_at: '2026-01-01T00:00:00.000Z' },
    }),
  );

  const result = await store.update(pipeline, { draft: draftWith('x') }, { revision: 3 });

  expect(result).toMatchObject({ updated: false, state: { pipeline, revision: 4, current: null } });
  expect(dynamodb.commandCalls(GetCommand)).toHaveLength(0);
});

test('a server that sends no state with the failure is asked for it', async () => {
  dynamodb.on(UpdateCommand).rejects(conditionFailed()).on(GetCommand).resolves({});

  expect(await store.update(pipeline, { draft: draftWith('x') }, { revision: 3 })).toEqual({
    updated: false,
    state: null,
  });

  expect(dynamodb.commandCalls(GetCommand)).toHaveLength(1);
});

test('every read of a pipeline is strongly consistent', async () => {
  dynamodb.on(GetCommand).resolves({}).on(QueryCommand).resolves({});

  await store.readState(pipeline);
  await store.readArchived(pipeline, 3);
  await Array.fromAsync(store.history(pipeline, { below: 9 }));
  await Array.fromAsync(store.historySummaries(pipeline, { below: 9 }));

  const inputs = [...dynamodb.commandCalls(GetCommand), ...dynamodb.commandCalls(QueryCommand)].map(
    ({ args }) => args[0].input,
  );
  expect(inputs).toHaveLength(4);
  expect(inputs.every(({ ConsistentRead }) => ConsistentRead)).toBe(true);
});

test('a version is archived only where there is none', async () => {
  dynamodb.on(PutCommand).rejects(conditionFailed());

  await expect(store.archive(pipeline, versionWith(null))).resolves.toBeUndefined();

  const [call] = dynamodb.commandCalls(PutCommand);
  expect(call?.args[0].input).toMatchObject({
    ConditionExpression: 'attribute_not_exists(pk)',
    Item: { sk: 'VERSION#0000000001' },
  });
});

test.each([
  ['ThrottlingException', 'THROTTLED'],
  ['ProvisionedThroughputExceededException', 'THROTTLED'],
  ['RequestLimitExceeded', 'THROTTLED'],
  ['TimeoutError', 'UNAVAILABLE'],
  ['InternalServerError', 'UNAVAILABLE'],
] as const)('%s becomes %s, with its cause', async (name, code) => {
  const failure = Object.assign(new Error('from AWS'), {
    name,
    ...(name === 'InternalServerError' && { $metadata: { httpStatusCode: 500 } }),
  });
  dynamodb.onAnyCommand().rejects(failure);

  const everything = [
    () => store.readState(newPipeline()),
    () => store.update(pipeline, { draft: draftWith('x') }, { revision: 1 }),
    () => store.archive(pipeline, versionWith(null)),
    () => Array.fromAsync(store.history(pipeline, { below: 5 })),
    () => Array.fromAsync(store.pipelines({})),
  ];

  for (const request of everything)
    await expect(request()).rejects.toMatchObject({ ...refusal(code), cause: failure });
});

test('a failure that nobody foresaw passes as it is', async () => {
  const failure = Object.assign(new Error('no such table'), { name: 'ResourceNotFoundException' });
  dynamodb.on(GetCommand).rejects(failure);

  await expect(store.readState(pipeline)).rejects.toBe(failure);
});
