// Multipart uploads, which the AWS CLI and the SDKs' transfer managers use for large files.
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useServer } from './running-server.ts';
import { get, keys, outcome } from './s3-calls.ts';

const FIVE_MIB = 5 * 1024 * 1024;
const big = Buffer.alloc(FIVE_MIB, 'abc');
const small = Buffer.from('the end');
const md5 = (data: Buffer) => createHash('md5').update(data).digest();

describe('multipart uploads', () => {
  const s3 = useServer();
  const Key = 'dir/large';

  async function begin(
    Bucket: string,
    more: object = {},
  ): Promise<{ Bucket: string; Key: string; UploadId: string }> {
    const { UploadId = '' } = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ...more }),
    );
    return { Bucket, Key, UploadId };
  }

  type Upload = Awaited<ReturnType<typeof begin>>;
  const part = async (upload: Upload, PartNumber: number, Body: Buffer) => ({
    PartNumber,
    ETag: (await s3.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }))).ETag,
  });
  const complete = (upload: Upload, Parts: object[], more: object = {}) =>
    s3.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));

  test('the parts become one object with the ETag of parts, its headers and one event', async () => {
    const Bucket = await s3.bucket();
    const upload = await begin(Bucket, { ContentType: 'text/plain', Metadata: { a: 'b' } });
    const second = await part(upload, 7, small);
    const first = await part(upload, 2, big);

    const { ETag, VersionId } = await complete(upload, [first, second]);

    const found = await get(s3.client, Bucket, Key);
    expect(ETag).toBe(`"${createHash('md5').update(md5(big)).update(md5(small)).digest('hex')}-2"`);
    expect(found).toMatchObject({ ETag, VersionId, ContentType: 'text/plain', Metadata: { a: 'b' } });
    const bytes = await found.Body?.transformToByteArray();
    expect(Buffer.compare(Buffer.concat([big, small]), bytes as Uint8Array)).toBe(0);
    const events = (await s3.server.outbox.read(0, 1000)).filter(
      ({ record }) => record.s3.bucket.name === Bucket,
    );
    expect(events.map(({ record }) => record.eventName)).toEqual(['ObjectCreated:CompleteMultipartUpload']);
  });

  test('a copy of it has no parts: its ETag and its checksum are those of the bytes', async () => {
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

  test('nothing is an object before it is completed, and nothing is left behind after', async () => {
    const Bucket = await s3.bucket();
    const files = () => readdir(`${s3.dataDir}/bodies/whole`);
    const before = (await files()).length;
    const upload = await begin(Bucket);
    const one = await part(upload, 1, Buffer.from('first try'));
    const again = await part(upload, 1, small);

    expect(await keys(s3.client, Bucket)).toEqual([]);
    const { Uploads } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
    expect(Uploads?.map(({ UploadId }) => UploadId)).toEqual([upload.UploadId]);
    const { Parts } = await s3.client.send(new ListPartsCommand(upload));
    expect(Parts).toMatchObject([{ PartNumber: 1, ETag: again.ETag, Size: small.length }]);
    expect(await outcome(complete(upload, [one]))).toBe('400 InvalidPart');
    await complete(upload, [again]);
    expect((await files()).length).toBe(before + 1);
    expect(await outcome(complete(upload, [again]))).toBe('404 NoSuchUpload');
  });

  test('an aborted upload is gone with its parts', async () => {
    const Bucket = await s3.bucket();
    const upload = await begin(Bucket);
    await part(upload, 1, small);

    await s3.client.send(new AbortMultipartUploadCommand(upload));

    expect(await outcome(part(upload, 2, small))).toBe('404 NoSuchUpload');
    expect(await outcome(s3.client.send(new AbortMultipartUploadCommand(upload)))).toBe('404 NoSuchUpload');
    const elsewhere = { ...upload, Bucket: 'no-such-bucket' };
    expect(await outcome(part(elsewhere, 2, small))).toBe('404 NoSuchBucket');
    expect(await outcome(complete(elsewhere, [{ PartNumber: 1, ETag: 'x' }]))).toBe('404 NoSuchBucket');
    expect(await outcome(s3.client.send(new AbortMultipartUploadCommand(elsewhere)))).toBe(
      '404 NoSuchBucket',
    );
    expect(await keys(s3.client, Bucket)).toEqual([]);
  });

  test('the list of parts must be in order, known and large enough', async () => {
    const Bucket = await s3.bucket();
    const upload = await begin(Bucket);
    const one = await part(upload, 1, small);
    const two = await part(upload, 2, small);

    expect(await outcome(complete(upload, [two, one]))).toBe('400 InvalidPartOrder');
    expect(await outcome(complete(upload, [one, two]))).toBe('400 EntityTooSmall');
    expect(await outcome(complete(upload, [{ PartNumber: 3, ETag: '"x"' }]))).toBe('400 InvalidPart');
    expect(await outcome(complete(upload, []))).toBe('400 MalformedXML');
  });

  test('the condition of a completed upload is asked at the end', async () => {
    const Bucket = await s3.bucket();
    const [first, second] = [await begin(Bucket), await begin(Bucket)];
    const finish = async (upload: Upload) =>
      outcome(complete(upload, [await part(upload, 1, small)], { IfNoneMatch: '*' }));

    expect([await finish(first), await finish(second)]).toEqual(['succeeded', '412 PreconditionFailed']);
  });

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
});
