// Edits whose answers are lost after S3 has carried them out: the SDK repeats the request by itself, and a repetition
// with a condition fails on its own success. And conflicts, which S3 asks to repeat.

import { createHash } from 'node:crypto';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createS3DraftFiles } from '../../functions/adapters/s3/draft-files.ts';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { isPinned, type S3VersionId } from '../../functions/domain/snapshot.ts';
import type { DraftFiles } from '../../functions/ports/draft-files.ts';
import { s3Server } from '../support/server-set.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { newPipeline } from './samples.ts';

let backend: AwsBackend;

beforeAll(async () => {
  backend = await startAws();
});
afterAll(() => backend.close());

/** MinIO ignores the condition, and LocalStack refuses it. */
const hasConditionalDeletes = s3Server === 'embedded';

const PATH = 'pipeline.sql';
const file = (text: string) => ({ path: PATH, bytes: Buffer.from(text), contentType: 'text/plain' });
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

const noAnswer = () =>
  Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });

/** A client whose first `losses` requests of this kind reach S3 and lose their answers; then `onLoss` runs. */
function losing(
  command: string,
  losses: number,
  onLoss: () => Promise<unknown> = async () => {},
): DraftFiles {
  let left = losses;
  return meeting(command, async (request) => {
    if (left-- <= 0) return request();
    await Promise.allSettled([request()]);
    await onLoss();
    throw noAnswer();
  });
}

/** A client whose first request of this kind does not reach S3; `meanwhile` runs in its place. */
function failingBefore(command: string, meanwhile: () => Promise<unknown>): DraftFiles {
  let isFirst = true;
  return meeting(command, async (request) => {
    if (!isFirst) return request();
    isFirst = false;
    await meanwhile();
    throw noAnswer();
  });
}

function meeting(command: string, fault: <T>(request: () => Promise<T>) => Promise<T>): DraftFiles {
  const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 4 });
  s3.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        commandName === command ? fault(() => next(args)) : next(args),
    { step: 'finalizeRequest', priority: 'low', name: 'meetFault' },
  );
  return createS3DraftFiles(s3, backend.bucketName);
}

/** Of all versions of the file, newest first. */
async function idsOf(pipeline: Pipeline): Promise<readonly S3VersionId[]> {
  const Prefix = keyPrefix(pipeline) + PATH;
  const listed = await backend.s3.send(new ListObjectVersionsCommand({ Bucket: backend.bucketName, Prefix }));
  return (listed.Versions ?? []).map(({ VersionId }) => VersionId as S3VersionId);
}

async function versionsOf(pipeline: Pipeline): Promise<readonly string[]> {
  const ids = await idsOf(pipeline);
  const reads = ids.map((versionId) => backend.files.read(pipeline, { path: PATH, versionId }, 100));
  return (await Promise.all(reads)).map((read) => Buffer.from(read?.bytes ?? []).toString());
}

async function textOf(pipeline: Pipeline): Promise<string | null> {
  const read = await backend.files.read(pipeline, { path: PATH }, 100);
  return read && Buffer.from(read.bytes ?? []).toString();
}

async function markersOf(pipeline: Pipeline): Promise<number | undefined> {
  return (await backend.files.listDraft(pipeline, { known: async () => [] }))?.deleted.length;
}

test('a file that was made is made, though the repetition finds one there', async () => {
  const pipeline = newPipeline();

  const result = await losing('PutObjectCommand', 2).write(pipeline, file('mine'), { ifNoneMatch: '*' });

  const current = await backend.files.read(pipeline, { path: PATH }, 100);
  const { etag, size, versionId } = current ?? {};
  expect(result).toEqual({ written: true, file: { path: PATH, etag, size, versionId } });
});

test('a file that was replaced is replaced, though the repetition finds another there', async () => {
  const pipeline = newPipeline();
  await backend.files.write(pipeline, file('old'), {});

  const result = await losing('PutObjectCommand', 1).write(pipeline, file('mine'), { ifMatch: md5('old') });

  expect(result).toMatchObject({ written: true, file: { etag: md5('mine') } });
});

test('the same bytes from somebody else are not mistaken for the own write', async () => {
  const pipeline = newPipeline();
  const faster = () => backend.files.write(pipeline, file('same'), {});

  const write = failingBefore('PutObjectCommand', faster).write(pipeline, file('same'), { ifNoneMatch: '*' });

  await expect(write).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a write that others have overwritten by then was stored, and says so', async () => {
  const pipeline = newPipeline();
  const others = async () => {
    await backend.files.write(pipeline, file('their'), {});
    await backend.files.write(pipeline, file('mine'), {});
    await backend.files.write(pipeline, file('theirs'), {});
  };

  const result = await losing('PutObjectCommand', 1, others).write(pipeline, file('mine'), {
    ifNoneMatch: '*',
  });

  const written = result.written ? result.file : null;
  expect(written).toMatchObject({ etag: md5('mine') });
  expect(await versionsOf(pipeline)).toEqual(['theirs', 'mine', 'their', 'mine']);
  expect(written?.versionId).toBe((await idsOf(pipeline)).at(-1));
  expect(await textOf(pipeline)).toBe('theirs');
});

test('a write whose first try went unanswered, and is not among the versions, may still come', async () => {
  const pipeline = newPipeline();
  const others = () => backend.files.write(pipeline, file('theirs'), {});

  const write = failingBefore('PutObjectCommand', others).write(pipeline, file('mine'), { ifNoneMatch: '*' });

  await expect(write).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringMatching(/don’t know whether .* was stored.*read it/i),
  });
});

test('a refusal of the first try is no riddle', async () => {
  const pipeline = newPipeline();
  await backend.files.write(pipeline, file('theirs'), {});

  const result = await backend.files.write(pipeline, file('mine'), { ifNoneMatch: '*' });

  expect(result).toMatchObject({ written: false, current: { etag: md5('theirs') } });
});

test.skipIf(!hasConditionalDeletes)(
  'a delete whose first try went unanswered, and on top of which others saved, may have happened',
  async () => {
    const pipeline = newPipeline();
    await backend.files.write(pipeline, file('old'), {});
    const others = () => backend.files.write(pipeline, file('theirs'), {});

    const remove = losing('DeleteObjectCommand', 1, others).remove(pipeline, PATH, { ifMatch: md5('old') });

    await expect(remove).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringMatching(/don’t know whether .* was deleted.*read it/i),
    });
  },
);

test('a write without a condition is simply made again', async () => {
  const pipeline = newPipeline();

  const result = await losing('PutObjectCommand', 1).write(pipeline, file('mine'), {});

  expect(result.written).toBe(true);
  expect(await textOf(pipeline)).toBe('mine');
});

test('when every answer is lost the outcome is UNAVAILABLE, for nobody knows it', async () => {
  const pipeline = newPipeline();

  const lost = losing('PutObjectCommand', 100).write(pipeline, file('mine'), { ifNoneMatch: '*' });

  await expect(lost).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('a file that was deleted is deleted, though the repetition finds none', async () => {
  const pipeline = newPipeline();
  await backend.files.write(pipeline, file('old'), {});

  const result = await losing('DeleteObjectCommand', 1).remove(pipeline, PATH, { ifMatch: md5('old') });

  expect(result).toEqual({ removed: true });
  expect(await textOf(pipeline)).toBeNull();
  expect(await markersOf(pipeline)).toBe(1);
});

test('a copy whose answer was lost is made again', async () => {
  const pipeline = newPipeline();
  await backend.files.write(pipeline, file('old'), {});
  const listing = await backend.files.listDraft(pipeline, { known: async () => [] });
  const [pin] = listing?.files.filter(isPinned) ?? [];
  await backend.files.write(pipeline, file('new'), {});
  if (pin === undefined) throw new Error('nothing was listed');

  expect(await losing('CopyObjectCommand', 1).copy(pipeline, pin)).toBe(true);
  expect(await textOf(pipeline)).toBe('old');
});
