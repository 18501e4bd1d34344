// Checksums of multipart uploads: of each part, of the parts’ checksums, or of the whole.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { CopyObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { big, Key, small, useUploads } from './multipart-uploads.ts';
import { useServer } from './running-server.ts';
import { get, outcome } from './s3-calls.ts';

const s3 = useServer();
const { begin, part, complete } = useUploads(s3);
const md5 = (data: Buffer) => createHash('md5').update(data).digest();

test.each(['COMPOSITE', 'FULL_OBJECT'] as const)(
  'a %s checksum is made and returned',
  async (ChecksumType) => {
    const Bucket = await s3.bucket();
    const upload = await begin(Bucket, { ChecksumAlgorithm: 'CRC32', ChecksumType });

    await complete(upload, [await part(upload, 1, small)]);

    const found = await get(s3.client, Bucket, Key, { ChecksumMode: 'ENABLED' });
    expect(found).toMatchObject({ ChecksumType, ChecksumCRC32: expect.stringMatching(/^.{8}(-1)?$/) });
    expect(await found.Body?.transformToString()).toBe('the end');
  },
);

test('a checksum of checksums is named with its number of parts, or without as minio-go does', async () => {
  const Bucket = await s3.bucket();
  const sha256 = (data: Buffer) => createHash('sha256').update(data).digest();
  const ChecksumSHA256 = sha256(small).toString('base64');
  const finish = async (given: string) => {
    const upload = await begin(Bucket, { ChecksumAlgorithm: 'SHA256' });
    const sent = { ...upload, PartNumber: 1, Body: small, ChecksumAlgorithm: 'SHA256' } as const;
    const { ETag } = await s3.client.send(new UploadPartCommand(sent));
    return outcome(complete(upload, [{ PartNumber: 1, ETag, ChecksumSHA256 }], { ChecksumSHA256: given }));
  };
  const composite = sha256(sha256(small)).toString('base64');

  const outcomes = await Promise.all(
    [composite, `${composite}-1`, `${composite}-2`, ChecksumSHA256].map(finish),
  );

  expect(outcomes).toEqual(['succeeded', 'succeeded', '400 BadDigest', '400 BadDigest']);
});

test('the checksum that a completion names is that of the whole object', async () => {
  const Bucket = await s3.bucket();
  const plan = { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const;
  const base64 = (sum: number) => Buffer.from(sum.toString(16).padStart(8, '0'), 'hex').toString('base64');
  const finish = async (ChecksumCRC32: string) => {
    const upload = await begin(Bucket, plan);
    const parts = [await part(upload, 1, big), await part(upload, 2, small)];
    return outcome(complete(upload, parts, { ChecksumCRC32 }));
  };

  expect(await finish(base64(crc32(small, crc32(big))))).toBe('succeeded');
  expect(await finish(base64(crc32(small)))).toBe('400 BadDigest');
});

test('a copy of an upload has no parts: its ETag and its checksum are those of the bytes', async () => {
  const Bucket = await s3.bucket();
  const upload = await begin(Bucket, { ChecksumAlgorithm: 'SHA256' });
  const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('base64');
  const sums = { ChecksumAlgorithm: 'SHA256', ChecksumSHA256: sha256(small) } as const;
  const uploaded = await s3.client.send(
    new UploadPartCommand({ ...upload, PartNumber: 1, Body: small, ...sums }),
  );
  await complete(upload, [{ PartNumber: 1, ETag: uploaded.ETag, ChecksumSHA256: sums.ChecksumSHA256 }]);

  const copy = { Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` };
  const { CopyObjectResult } = await s3.client.send(new CopyObjectCommand(copy));

  const expected = {
    ETag: `"${md5(small).toString('hex')}"`,
    ChecksumSHA256: sums.ChecksumSHA256,
    ChecksumType: 'FULL_OBJECT',
  };
  expect(CopyObjectResult).toMatchObject(expected);
  expect(await get(s3.client, Bucket, 'copy', { ChecksumMode: 'ENABLED' })).toMatchObject(expected);
});
