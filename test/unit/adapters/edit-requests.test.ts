// The exact requests of edits, and what S3's refusals become.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { BELIEVED_MS } from '../../../functions/adapters/s3/bucket-versioning.ts';
import { createS3DraftFiles } from '../../../functions/adapters/s3/draft-files.ts';
import type { PinnedFile, S3VersionId } from '../../../functions/domain/snapshot.ts';
import { PIPELINE, refusal } from '../usecases/desk.ts';

const client = new S3Client({ region: 'us-east-1' });
const s3 = mockClient(client);
const files = createS3DraftFiles(client, 'bucket');
const OBJECT = { Bucket: 'bucket', Key: 'default/pipelines/silver/orders/a b+c.sql' };
const file = { path: 'a b+c.sql', bytes: Buffer.from('x'), contentType: 'text/plain' };
const pin: PinnedFile = {
  path: file.path,
  etag: 'e',
  size: 1,
  lastModified: 0,
  versionId: 'v/1' as S3VersionId,
};
const HEAD = { ETag: '"e"', ContentLength: 1, VersionId: 'v2' };

beforeEach(() => {
  s3.reset();
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });
});

const failure = (httpStatusCode: number, name: string, attempts = 1) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode, attempts } });
const inputOf = (command: unknown) =>
  s3.commandCalls(command as typeof PutObjectCommand).map(({ args: [{ input }] }) => input);

test('conditions are S3’s own, with the ETag in quotes', async () => {
  s3.on(PutObjectCommand).resolves({ ETag: '"n"', VersionId: 'v3' });
  s3.on(HeadObjectCommand).resolves(HEAD).on(DeleteObjectCommand).resolves({});

  const written = await files.write(PIPELINE, file, { ifMatch: 'e' });
  await files.write(PIPELINE, file, { ifNoneMatch: '*' });
  await files.remove(PIPELINE, file.path, { ifMatch: 'e' });

  expect(written).toEqual({ written: true, file: { path: file.path, etag: 'n', size: 1, versionId: 'v3' } });
  expect(inputOf(PutObjectCommand)).toMatchObject([
    { ...OBJECT, IfMatch: '"e"', ContentType: 'text/plain', ContentLength: 1 },
    { ...OBJECT, IfNoneMatch: '*' },
  ]);
  expect(inputOf(DeleteObjectCommand)).toEqual([{ ...OBJECT, IfMatch: '"e"' }]);
});

test('a conflict with another write is repeated until S3 has decided', async () => {
  s3.on(PutObjectCommand)
    .rejectsOnce(failure(409, 'ConditionalRequestConflict'))
    .rejectsOnce(failure(409, 'ConditionalRequestConflict'))
    .resolves({ ETag: '"n"' });

  expect((await files.write(PIPELINE, file, { ifMatch: 'e' })).written).toBe(true);
  expect(inputOf(PutObjectCommand)).toHaveLength(3);
});

test('a conflict that does not end is UNAVAILABLE, and nothing was stored', async () => {
  s3.on(PutObjectCommand).rejects(failure(409, 'ConditionalRequestConflict'));

  const write = files.write(PIPELINE, file, { ifNoneMatch: '*' });

  await expect(write).rejects.toMatchObject(refusal('UNAVAILABLE'));
});

test('a bucket that is not there is a fault, not another file', async () => {
  s3.on(PutObjectCommand).rejects(failure(404, 'NoSuchBucket'));

  await expect(files.write(PIPELINE, file, { ifMatch: 'e' })).rejects.toThrow('NoSuchBucket');
});

test('a delete is not asked for where nothing, or something else, is there', async () => {
  s3.on(HeadObjectCommand).rejectsOnce(failure(404, 'NotFound')).resolves(HEAD);

  expect(await files.remove(PIPELINE, file.path, {})).toEqual({ removed: false, current: null });
  expect(await files.remove(PIPELINE, file.path, { ifMatch: 'other' })).toMatchObject({ removed: false });
  expect(inputOf(DeleteObjectCommand)).toEqual([]);
});

test('a server without conditional deletes is asked without the condition, which was looked at', async () => {
  s3.on(HeadObjectCommand).resolves(HEAD);
  s3.on(DeleteObjectCommand)
    .resolves({})
    .on(DeleteObjectCommand, { IfMatch: '"e"' })
    .rejects(failure(501, 'NotImplemented'));

  expect(await files.remove(PIPELINE, file.path, { ifMatch: 'e' })).toEqual({ removed: true });
  expect(inputOf(DeleteObjectCommand)).toEqual([{ ...OBJECT, IfMatch: '"e"' }, OBJECT]);
});

test.each([
  ['somebody else deleted it', 1, { removed: false, current: null }],
  ['it was deleted by the try whose answer was lost', 2, { removed: true }],
])('a delete that finds nothing any more: %s', async (_, attempts, result) => {
  s3.on(HeadObjectCommand).resolvesOnce(HEAD).rejects(failure(404, 'NotFound'));
  s3.on(DeleteObjectCommand).rejects(failure(412, 'PreconditionFailed', attempts));

  expect(await files.remove(PIPELINE, file.path, { ifMatch: 'e' })).toEqual(result);
});

test('a copy names the version, byte by byte, and keeps what describes the file', async () => {
  const described = { ContentType: 'text/x-sql', CacheControl: 'no-cache', Metadata: { author: 'ada' } };
  s3.on(HeadObjectCommand)
    .resolves({ ...HEAD, ...described })
    .on(CopyObjectCommand)
    .resolves({});

  expect(await files.copy(PIPELINE, pin)).toBe(true);
  expect(inputOf(CopyObjectCommand)).toEqual([
    {
      ...OBJECT,
      CopySource: 'bucket/default/pipelines/silver/orders/a%20b%2Bc.sql?versionId=v%2F1',
      MetadataDirective: 'REPLACE',
      TaggingDirective: 'REPLACE',
      ...described,
    },
  ]);
});

test('a version that is lost between the look and the copy is gone', async () => {
  s3.on(HeadObjectCommand).resolvesOnce(HEAD).rejects(failure(404, 'NotFound'));
  s3.on(CopyObjectCommand).rejects(failure(404, 'NoSuchVersion'));

  expect(await files.copy(PIPELINE, pin)).toBe(false);
});

test('a copy is tried again if a version that is there was denied', async () => {
  s3.on(HeadObjectCommand).resolves(HEAD);
  s3.on(CopyObjectCommand).rejectsOnce(failure(404, 'NoSuchVersion')).resolves({});

  expect(await files.copy(PIPELINE, pin)).toBe(true);
  expect(inputOf(CopyObjectCommand)).toHaveLength(2);
});

function inTwoParts(): void {
  s3.on(HeadObjectCommand)
    .resolvesOnce({ ...HEAD, ETag: '"e-2"', ContentLength: 12 })
    .rejects(failure(404, 'NotFound'));
  s3.on(HeadObjectCommand, { PartNumber: 1 }).resolves({ ContentLength: 10 });
  s3.on(HeadObjectCommand, { PartNumber: 2 }).rejects(failure(416, 'UnknownError'));
  s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
  s3.on(UploadPartCopyCommand, { PartNumber: 1 }).resolves({ CopyPartResult: { ETag: '"p1"' } });
  s3.on(UploadPartCopyCommand, { PartNumber: 2 }).resolves({ CopyPartResult: { ETag: '"p2"' } });
  s3.on(CompleteMultipartUploadCommand).resolves({}).on(AbortMultipartUploadCommand).resolves({});
}

const UPLOAD = { ...OBJECT, UploadId: 'u' };

test('a file that was uploaded in parts is copied in the same ones', async () => {
  inTwoParts();

  expect(await files.copy(PIPELINE, pin)).toBe(true);

  const ranges = inputOf(UploadPartCopyCommand) as unknown as { readonly CopySourceRange: string }[];
  expect(ranges.map(({ CopySourceRange }) => CopySourceRange)).toEqual(['bytes=0-9', 'bytes=10-11']);
  const Parts = [1, 2].map((PartNumber) => ({ PartNumber, ETag: `"p${PartNumber}"` }));
  expect(inputOf(CompleteMultipartUploadCommand)).toEqual([{ ...UPLOAD, MultipartUpload: { Parts } }]);
  expect(inputOf(CopyObjectCommand)).toEqual([]);
});

test('the last part is never asked for, as MinIO refuses to describe an empty one', async () => {
  inTwoParts();

  await files.copy(PIPELINE, pin);

  expect(inputOf(HeadObjectCommand).filter((input) => 'PartNumber' in input)).toMatchObject([
    { PartNumber: 1 },
  ]);
});

test.each([
  ['gone', failure(404, 'NoSuchVersion'), false],
  ['refused', failure(403, 'AccessDenied'), 'AccessDenied'],
])(
  'when the source of a part is %s, the upload is ended and nothing is written',
  async (_, error, result) => {
    inTwoParts();
    s3.on(UploadPartCopyCommand, { PartNumber: 2 }).rejects(error);

    const copied = await files.copy(PIPELINE, pin).catch(({ message }: Error) => message);

    expect(copied).toBe(result);
    expect(inputOf(AbortMultipartUploadCommand)).toEqual([UPLOAD]);
    expect(inputOf(CompleteMultipartUploadCommand)).toEqual([]);
  },
);

test('a completion whose answer was lost is one, though its repetition finds no upload', async () => {
  inTwoParts();
  s3.on(CompleteMultipartUploadCommand).rejects(failure(404, 'NoSuchUpload', 2));

  expect(await files.copy(PIPELINE, pin)).toBe(true);
});

test('whether the bucket keeps versions is asked once in 5 s of edits, and again at once after a no', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const cold = createS3DraftFiles(client, 'bucket');
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });
  s3.on(PutObjectCommand).resolves({ ETag: '"n"', VersionId: 'v' });
  const asked = () => s3.commandCalls(GetBucketVersioningCommand).length;
  const write = () => cold.write(PIPELINE, file, {});

  await Promise.all([write(), write(), write()]);
  vi.advanceTimersByTime(BELIEVED_MS - 1);
  await write();
  expect(asked()).toBe(1);
  vi.advanceTimersByTime(1);
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Suspended' });
  await expect(write()).rejects.toMatchObject(refusal('BUCKET_NOT_VERSIONED', { versioning: 'suspended' }));
  s3.on(GetBucketVersioningCommand).resolves({});
  await expect(write()).rejects.toMatchObject(refusal('BUCKET_NOT_VERSIONED', { versioning: 'off' }));
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });
  await write();
  expect(asked()).toBe(4);
  expect(s3.commandCalls(PutObjectCommand)).toHaveLength(5);
});
