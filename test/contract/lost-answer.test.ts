// An answer that is lost after the write: the SDK repeats the request by itself, and the repetition fails its
// condition. The caller must see a success, once.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../functions/config.ts';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { rollbackVersion } from '../../functions/usecases/rollback-version.ts';
import { wireDeps } from '../../functions/wiring/service.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { newPipeline } from './samples.ts';

let backend: AwsBackend;

beforeAll(async () => {
  backend = await startAws();
});
afterAll(() => backend.close());

/** A client whose first `losses` updates reach the table and lose their answers; `onLoss` runs right after each. */
function losing(losses: number, onLoss: () => Promise<unknown> = async () => {}): Deps {
  const dynamodb = new DynamoDBClient({ maxAttempts: 4 });
  let left = losses;
  dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'UpdateItemCommand' || left-- <= 0) return next(args);
        await Promise.allSettled([next(args)]);
        await onLoss();
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
      },
    { step: 'finalizeRequest', priority: 'low', name: 'loseAnswer' },
  );
  return wireDeps(backend.s3, dynamodb, readConfig(process.env));
}

async function saved() {
  const pipeline = newPipeline();
  await backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'select 1');
  return pipeline;
}

const input = { message: 'once', createdBy: null, request: null };

test('a publish whose answer was lost is one version and a success', async () => {
  const pipeline = await saved();

  const { version, outcome, replayed } = await publishVersion(losing(2), { pipeline, ...input });

  expect({ number: version.number, outcome, replayed }).toEqual({
    number: 1,
    outcome: 'created',
    replayed: false,
  });
  expect(version).toMatchObject({ ...(await backend.versions.readState(pipeline))?.current });
});

test('it is a success, too, when others have published on top of it meanwhile', async () => {
  const pipeline = await saved();
  const others = async () => {
    for (const message of ['second', 'third']) await publishVersion(backend, { ...input, pipeline, message });
  };

  const { version } = await publishVersion(losing(1, others), { pipeline, ...input });

  expect(version).toMatchObject({ number: 1, message: 'once' });
  expect((await backend.versions.readState(pipeline))?.current).toMatchObject({
    number: 3,
    message: 'third',
  });
});

test('a rollback whose answer was lost is one version and a success', async () => {
  const pipeline = await saved();
  await publishVersion(backend, { pipeline, ...input });

  const { version } = await rollbackVersion(losing(1), { ...input, pipeline, target: 1 });

  expect(version).toMatchObject({ number: 2, rollbackOf: 1 });
  expect((await backend.versions.readState(pipeline))?.current?.number).toBe(2);
});

test('when every answer is lost the outcome is UNAVAILABLE, for nobody knows it', async () => {
  const pipeline = await saved();

  const lost = publishVersion(losing(100), { ...input, pipeline });

  await expect(lost).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('with a key it is looked up before the answer is given, and by any repetition', async () => {
  const pipeline = await saved();
  const request = { key: 'settle', inputHash: 'h' };

  const settled = await publishVersion(losing(100), { ...input, pipeline, request });
  const repeated = await publishVersion(backend, { ...input, pipeline, request });

  expect(settled).toMatchObject({ replayed: true, version: { number: 1 } });
  expect(repeated).toEqual(settled);
});
