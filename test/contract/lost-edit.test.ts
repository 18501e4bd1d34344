// Edits whose answers are lost after S3 has carried them out: the SDK repeats the request by itself, and a repetition
// with a condition fails on its own success. And conflicts, which S3 asks to repeat.

import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createS3DraftFiles } from '../../functions/adapters/s3/draft-files.ts';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { isPinned } from '../../functions/domain/snapshot.ts';
import type { DraftFiles } from '../../functions/ports/draft-files.ts';
import { type AwsBackend, startAws } from './backends.ts';
import { newPipeline } from './samples.ts';

let backend: AwsBackend;

beforeAll(async () => {
  backend = await startAws();
});
afterAll(() => backend.close());

const PATH = 'pipeline.sql';
const file = (text: string) => ({ path: PATH, bytes: Buffer.from(text), contentType: 'text/plain' });
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

/** A client whose first `losses` requests of this kind reach S3 and lose their answers; then `onLoss` runs. */
function losing(
  command: string,
  losses: number,
  onLoss: () => Promise<unknown> = async () => {},
): DraftFiles {
  const s3 = new S3Client({ forcePathStyle: true, maxAttempts: 4 });
  let left = losses;
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== command || left-- <= 0) return next(args);
        await Promise.allSettled([next(args)]);
        await onLoss();
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
      },
    { step: 'finalizeRequest', priority: 'low', name: 'loseAnswer' },
  );
  return createS3DraftFiles(s3, backend.bucketName);
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
  const s3 = new S3Client({ forcePathStyle: true });
  let isFirst = true;
  s3.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName !== 'PutObjectCommand' || !isFirst) return next(args);
        isFirst = false;
        await faster();
        throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
      },
    { step: 'finalizeRequest', priority: 'low', name: 'failBefore' },
  );

  const files = createS3DraftFiles(s3, backend.bucketName);
  const result = await files.write(pipeline, file('same'), { ifNoneMatch: '*' });

  expect(result).toMatchObject({ written: false, current: { etag: md5('same') } });
});

test('a write that others have overwritten by then is refused with the ETag that is there now', async () => {
  const pipeline = newPipeline();
  const others = () => backend.files.write(pipeline, file('theirs'), {});

  const result = await losing('PutObjectCommand', 1, others).write(pipeline, file('mine'), {
    ifNoneMatch: '*',
  });

  expect(result).toMatchObject({ written: false, current: { etag: md5('theirs') } });
});

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
