// The parts of an object that was uploaded in parts, read one by one and copied into another upload.
import { UploadPartCopyCommand, type UploadPartCopyCommandInput } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { big, FIVE_MIB, Key, small, useUploads } from './multipart-uploads.ts';
import { useServer } from './running-server.ts';
import { get, outcome, put, text } from './s3-calls.ts';

const s3 = useServer();
const { begin, part, complete } = useUploads(s3);

async function uploaded(Bucket: string) {
  const upload = await begin(Bucket);
  const parts = [await part(upload, 2, big), await part(upload, 5, small)];
  return complete(upload, parts);
}

test('parts are read by their numbers, from 1 on, however they were numbered when uploaded', async () => {
  const Bucket = await s3.bucket();
  const { VersionId } = await uploaded(Bucket);
  await put(s3.client, Bucket, Key, 'newer');

  const second = await get(s3.client, Bucket, Key, { VersionId, PartNumber: 2 });
  const whole = await get(s3.client, Bucket, Key, { PartNumber: 1 });

  expect(second).toMatchObject({
    PartsCount: 2,
    ContentLength: small.length,
    ContentRange: `bytes ${FIVE_MIB}-${FIVE_MIB + small.length - 1}/${FIVE_MIB + small.length}`,
  });
  expect(await second.Body?.transformToString()).toBe('the end');
  expect(whole.PartsCount).toBeUndefined();
  expect(await whole.Body?.transformToString()).toBe('newer');
});

test.each([
  [{ PartNumber: 3 }, '416 InvalidPartNumber'],
  [{ PartNumber: 10_001 }, '400 InvalidArgument'],
  [{ PartNumber: 1, Range: 'bytes=0-1' }, '400 InvalidRequest'],
])('a part that cannot be read, %j, is %s', async (more, expected) => {
  const Bucket = await s3.bucket();
  await uploaded(Bucket);

  const read = await outcome(get(s3.client, Bucket, Key, more));

  expect(read).toBe(expected);
});

test('parts are copied from a range of a version, and make the same ETag again', async () => {
  const Bucket = await s3.bucket();
  const { VersionId, ETag } = await uploaded(Bucket);
  await put(s3.client, Bucket, Key, 'newer');
  const upload = await begin(Bucket);
  const source = { ...upload, CopySource: `${Bucket}/${Key}?versionId=${VersionId}` };
  const copyPart = async (PartNumber: number, CopySourceRange: string) => {
    const input = { ...source, PartNumber, CopySourceRange };
    const { CopyPartResult } = await s3.client.send(new UploadPartCopyCommand(input));
    return { PartNumber, ETag: CopyPartResult?.ETag };
  };

  const first = await copyPart(1, `bytes=0-${FIVE_MIB - 1}`);
  const second = await copyPart(2, `bytes=${FIVE_MIB}-${FIVE_MIB + small.length - 1}`);
  const completed = await complete(upload, [first, second]);

  expect(completed.ETag).toBe(ETag);
  expect((await text(s3.client, Bucket, Key)).endsWith('the end')).toBe(true);
});

test.each([
  [{ CopySourceRange: 'bytes=0-3' }, 'succeeded'],
  [{ CopySourceRange: 'bytes=0-4' }, '400 InvalidArgument'],
  [{ CopySourceRange: 'bytes=2-1' }, '400 InvalidArgument'],
  [{ CopySourceRange: 'bytes=0-' }, '400 InvalidArgument'],
  [{ CopySourceIfMatch: '"other"' }, '412 PreconditionFailed'],
  [{ UploadId: 'none' }, '404 NoSuchUpload'],
] as [Partial<UploadPartCopyCommandInput>, string][])(
  'a part copied with %j is %s',
  async (more, expected) => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'source', '0123');
    const upload = await begin(Bucket);
    const input = { ...upload, CopySource: `${Bucket}/source`, PartNumber: 1, ...more };

    const copied = await outcome(s3.client.send(new UploadPartCopyCommand(input)));

    expect(copied).toBe(expected);
  },
);
