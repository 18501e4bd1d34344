// The exact requests to DynamoDB where they matter, and what its failures become.
import { inflateRawSync } from 'node:zlib';
import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { toVersionMap } from '../../../functions/adapters/dynamodb/items.ts';
import { partsOf, toSnapshotItem } from '../../../functions/adapters/dynamodb/snapshot-items.ts';
import { createDynamoVersionStore } from '../../../functions/adapters/dynamodb/version-store.ts';
import { lifting } from '../../../functions/domain/freeze.ts';
import { claimOf } from '../../../functions/domain/idempotency.ts';
import { type PinnedFile, type S3VersionId, snapshotOf } from '../../../functions/domain/snapshot.ts';
import type { VersionNumber } from '../../../functions/domain/version.ts';
import { draftWith, newPipeline, pinnedFile, versionWith } from '../../contract/samples.ts';
import { refusal } from '../usecases/desk.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
const dynamodb = mockClient(client);
const store = createDynamoVersionStore(client, 'table');
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

test('that nothing is frozen is a condition of the very update that makes a version visible', async () => {
  dynamodb.on(UpdateCommand).resolves({});
  const unfrozenAt = new Date('2026-05-05T12:00:00.250Z');

  await store.update(pipeline, { current: versionWith(null) }, { number: 0, unfrozenAt });

  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = updateSent();
  expect(ConditionExpression).toMatch(/ AND \(attribute_not_exists\(#freeze\) OR #freeze\.#until <= :now\)$/);
  expect(ExpressionAttributeNames).toMatchObject({ '#freeze': 'freeze', '#until': 'until' });
  expect(ExpressionAttributeValues).toMatchObject({ ':now': '2026-05-05T12:00:00.250Z' });
});

test('a lift names the freeze and what was done alone, and a freeze that is there', async () => {
  dynamodb.on(UpdateCommand).resolves({});
  const at = new Date('2026-05-05T12:00:00.250Z');

  await store.setFreeze(pipeline, lifting('ben', at));

  const [lift, told] = dynamodb.commandCalls(UpdateCommand).map(({ args }) => args[0].input);
  const act = { at: '2026-05-05T12:00:00.250Z', by: 'ben', freeze: null };
  expect(lift).toEqual({
    TableName: 'table',
    Key: { pk: 'PIPELINE#default/silver/orders', sk: 'STATE' },
    UpdateExpression: 'SET #act = :act REMOVE #freeze',
    ConditionExpression: 'attribute_exists(#freeze)',
    ExpressionAttributeNames: { '#freeze': 'freeze', '#act': 'act' },
    ExpressionAttributeValues: { ':act': act },
    ReturnValues: 'UPDATED_OLD',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  expect(told).toMatchObject({
    Key: { pk: 'PIPELINE#default/silver/orders', sk: 'FREEZE#2026-05-05T12:00:00.250Z#lifted' },
    ExpressionAttributeValues: {
      ':act': act,
      ':news': 'NEWS',
      ':news_at': '2026-05-05T12:00:00.250Z#default/silver/orders#pipeline.unfrozen',
    },
  });
});

test('what an earlier release has stored is not frozen, and its versions override nothing', async () => {
  const { overrode_freeze: _, ...map } = toVersionMap(versionWith(null));
  const draft = {
    fingerprint: 'f',
    file_count: 1,
    source_type: 'sql',
    observed_at: '2026-01-01T00:00:00.000Z',
  };
  const item = { namespace: 'default', layer_name: 'silver/orders', revision: 1, draft, current: map };
  dynamodb.on(GetCommand).resolves({ Item: item });

  const state = await store.readState(pipeline);

  expect(map).toEqual(toVersionMap(versionWith(null)));
  expect([state?.freeze, state?.current?.overrodeFreeze]).toEqual([null, null]);
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
  expect(UpdateExpression).toBe('SET #current = :current, #news = :news, #news_at = :news_at');
});

test('an observation never touches the current version', async () => {
  dynamodb.on(UpdateCommand).resolves({});

  await store.update(pipeline, { draft: draftWith('x') }, { revision: 3 });

  expect(updateSent().UpdateExpression).toBe(
    'SET #draft = :draft, #revision = :revision, #namespace = :namespace, #layer_name = :layer_name',
  );
});

const NOW = new Date('2026-05-05T12:00:00.250Z');
const claim = claimOf({ key: 'k', inputHash: 'h' }, NOW);
const EXPIRES = Date.UTC(2026, 4, 6, 12, 0, 1) / 1000;

test('a key is claimed on the condition that nobody has, or that the claim has expired', async () => {
  dynamodb.on(PutCommand).resolves({});

  await store.claimKey(pipeline, claim, NOW);

  expect(dynamodb.commandCalls(PutCommand)[0]?.args[0].input).toEqual({
    TableName: 'table',
    Item: { pk: 'PIPELINE#default/silver/orders', sk: 'REQUEST#k', input_hash: 'h', expires: EXPIRES },
    ConditionExpression: 'attribute_not_exists(pk) OR #expires <= :now',
    ExpressionAttributeNames: { '#expires': 'expires' },
    ExpressionAttributeValues: { ':now': NOW.getTime() / 1000 },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
});

test('the claim that comes with a failed condition is used without another request', async () => {
  dynamodb
    .on(PutCommand)
    .rejects(conditionFailed({ pk: 'p', sk: 'REQUEST#k', input_hash: 'other', expires: EXPIRES, number: 7 }));

  const remembered = await store.claimKey(pipeline, claim, NOW);

  expect(remembered).toEqual({ claim: { ...claim, inputHash: 'other' }, number: 7 });
  expect(dynamodb.commandCalls(GetCommand)).toHaveLength(0);
});

test('a key that is forgotten just after its claim was refused is claimed again', async () => {
  dynamodb.on(PutCommand).rejectsOnce(conditionFailed()).resolves({}).on(GetCommand).resolves({});

  expect(await store.claimKey(pipeline, claim, NOW)).toEqual({ claim, number: null });

  expect(dynamodb.commandCalls(PutCommand)).toHaveLength(2);
});

test('a number is recorded with the claim that made it, and with no other', async () => {
  dynamodb.on(UpdateCommand).resolves({});

  await store.recordNumber(pipeline, claim, 3 as VersionNumber);

  expect(updateSent()).toMatchObject({
    Key: { sk: 'REQUEST#k' },
    UpdateExpression: 'SET #number = :number',
    ConditionExpression: '#expires = :expires',
    ExpressionAttributeValues: { ':number': 3, ':expires': EXPIRES },
  });
});

const manyFiles = (count: number): readonly PinnedFile[] =>
  Array.from({ length: count }, (_, index) => ({
    ...pinnedFile(`models/staging_${index}.sql`, `${index}`),
    versionId: crypto.randomUUID() as S3VersionId,
  }));

test('a snapshot is stored when all of its parts are, and not before', async () => {
  let answer = () => {};
  const last = new Promise<void>((resolve) => {
    answer = resolve;
  });
  dynamodb.on(PutCommand).callsFake(async ({ Item }) => Item.sk.endsWith('#1') && last);
  let isStored = false;
  const storing = store.storeSnapshot(pipeline, snapshotOf(manyFiles(5_000))).then((stored) => {
    isStored = true;
    return stored;
  });

  await new Promise((resolve) => setImmediate(resolve));
  const before = isStored;
  answer();

  expect(before).toBe(false);
  expect((await storing).parts).toBe(2);
});

test('a snapshot of which a part cannot be stored is not stored', async () => {
  dynamodb.on(PutCommand).callsFake(async ({ Item }) => {
    if (Item.sk.endsWith('#1')) throw Object.assign(new Error('busy'), { name: 'ThrottlingException' });
  });

  const storing = store.storeSnapshot(pipeline, snapshotOf(manyFiles(5_000)));

  await expect(storing).rejects.toMatchObject(refusal('THROTTLED'));
});

test('a part is put where there is none, and holds 350 KB at most before it is compressed', async () => {
  dynamodb.on(PutCommand).resolves({});
  const snapshot = snapshotOf(manyFiles(10_000));

  const { parts } = await store.storeSnapshot(pipeline, snapshot);

  const puts = dynamodb.commandCalls(PutCommand).map(({ args }) => args[0].input);
  const sizes = puts.map(({ Item }) => inflateRawSync(Item?.pins).length);
  expect(puts.map(({ Item }) => Item?.sk)).toEqual(
    Array.from({ length: parts }, (_, part) => `SNAPSHOT#${snapshot.id}#${part}`),
  );
  expect(puts.every((put) => put.ConditionExpression === 'attribute_not_exists(pk)')).toBe(true);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(350 * 1024);
  expect(sizes[0]).toBeGreaterThan(300 * 1024);
});

// Parts of one snapshot may come from two releases: where one ends is a part of the format.
test('where the parts of a snapshot end stays the same from release to release', async () => {
  const files = Array.from({ length: 9_000 }, (_, n) => pinnedFile(`tests/quality/is_unique_${n}.sql`));

  expect(partsOf(files).map(({ length }) => length)).toEqual([3_219, 3_200, 2_581]);
});

test('keys that a batch left out are asked for again, until all are there', async () => {
  const files = manyFiles(1);
  const { id } = snapshotOf(files);
  const item = toSnapshotItem(pipeline, id, 0, files);
  const left = { table: { Keys: [{ pk: item.pk, sk: item.sk }] } };
  dynamodb
    .on(BatchGetCommand)
    .resolvesOnce({ Responses: { table: [] }, UnprocessedKeys: left })
    .resolvesOnce({ UnprocessedKeys: left })
    .resolves({ Responses: { table: [item] }, UnprocessedKeys: {} });

  const read = await store.readSnapshots(pipeline, [{ id, parts: 1 }]);

  expect(read.get(id)).toEqual(files);
  const asked = dynamodb.commandCalls(BatchGetCommand).map(({ args }) => args[0].input.RequestItems);
  expect(asked).toEqual(Array(3).fill({ table: { ...left.table, ConsistentRead: true } }));
});

test('a batch that keeps coming back empty ends as throttled', async () => {
  dynamodb.on(BatchGetCommand).callsFake(async ({ RequestItems }) => ({ UnprocessedKeys: RequestItems }));

  const reading = store.readSnapshots(pipeline, [{ id: snapshotOf([]).id, parts: 1 }]);

  await expect(reading).rejects.toMatchObject(refusal('THROTTLED'));
});

test('no batch asks for more than 100 keys', async () => {
  dynamodb.on(BatchGetCommand).resolves({});

  const reading = store.readSnapshots(pipeline, [{ id: snapshotOf([]).id, parts: 250 }]);

  await expect(reading).rejects.toThrow('is missing');
  const batches = dynamodb
    .commandCalls(BatchGetCommand)
    .map(({ args }) => args[0].input.RequestItems?.table?.Keys);
  expect(batches.map((keys) => keys?.length)).toEqual([100, 100, 50]);
});

test('the state that comes with a failed condition is used without another request', async () => {
  dynamodb.on(UpdateCommand).rejects(
    conditionFailed({
      namespace: 'default',
      layer_name: 'silver/orders',
      revision: 4,
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
  await store.readKey(pipeline, 'k', NOW);

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
    () => store.storeSnapshot(pipeline, snapshotOf([pinnedFile('a')])),
    () => store.readSnapshots(pipeline, [versionWith(null).snapshot]),
    () => store.claimKey(pipeline, claim, NOW),
    () => store.readKey(pipeline, 'k', NOW),
    () => store.recordNumber(pipeline, claim, 1 as VersionNumber),
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
