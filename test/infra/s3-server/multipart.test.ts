// Multipart uploads, which the AWS CLI and the SDKs' transfer managers use for large files.
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type UploadPartCopyCommandInput,
} from '@aws-sdk/client-s3';
import { describe, expect, test, vi } from 'vitest';
import { useServer } from './running-server.ts';
import { get, keys, listVersions, outcome, put, remove, text } from './s3-calls.ts';

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

  test('of two uploads of a key the one that was begun last is current, whichever is completed last', async () => {
    const Bucket = await s3.bucket();
    const [first, second] = [await begin(Bucket), await begin(Bucket)];
    const parts = [await part(first, 1, Buffer.from('first')), await part(second, 1, Buffer.from('second'))];

    const newer = await complete(second, parts.slice(1));
    const older = await complete(first, parts.slice(0, 1));

    const { Versions = [] } = await listVersions(s3.client, Bucket);
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual([newer.VersionId, older.VersionId]);
    expect(Versions.map(({ IsLatest }) => IsLatest)).toEqual([true, false]);
    expect(await text(s3.client, Bucket, Key)).toBe('second');
    expect(await text(s3.client, Bucket, Key, { VersionId: older.VersionId })).toBe('first');
    await remove(s3.client, Bucket, Key, newer.VersionId);
    expect(await text(s3.client, Bucket, Key)).toBe('first');
  });

  test('what was saved or deleted after an upload was begun stays current', async () => {
    const Bucket = await s3.bucket();
    const upload = await begin(Bucket);
    const one = await part(upload, 1, small);
    await put(s3.client, Bucket, Key, 'saved meanwhile');
    await complete(upload, [one]);
    const again = await begin(Bucket);
    const other = await part(again, 1, small);
    const saved = await text(s3.client, Bucket, Key);
    await remove(s3.client, Bucket, Key);
    await complete(again, [other]);

    expect(saved).toBe('saved meanwhile');
    expect(await keys(s3.client, Bucket)).toEqual([]);
    expect(await outcome(get(s3.client, Bucket, Key))).toBe('404 NoSuchKey');
  });

  test('without versioning the upload that is completed last replaces the object', async () => {
    const Bucket = await s3.bucket('Unversioned');
    const upload = await begin(Bucket);
    const one = await part(upload, 1, small);
    await put(s3.client, Bucket, Key, 'saved meanwhile');

    await complete(upload, [one]);

    expect(await text(s3.client, Bucket, Key)).toBe('the end');
  });

  test('its time is the time at which it was begun', async () => {
    const Bucket = await s3.bucket();
    const upload = await begin(Bucket);
    const { Uploads = [] } = await s3.client.send(new ListMultipartUploadsCommand({ Bucket }));
    const one = await part(upload, 1, small);
    const begun = Number(Uploads[0]?.Initiated);
    await vi.waitUntil(() => Date.now() >= begun + 1000, { timeout: 2000 });

    await complete(upload, [one]);

    expect(Number((await get(s3.client, Bucket, Key)).LastModified)).toBe(begun);
  });

  test('a condition is in conflict with what happened to the key since the upload was begun', async () => {
    const Bucket = await s3.bucket();
    const { ETag: IfMatch } = await put(s3.client, Bucket, Key, 'same');
    const finish = async (conditions: object, meanwhile: () => Promise<unknown>) => {
      const upload = await begin(Bucket);
      const one = await part(upload, 1, small);
      await meanwhile();
      return outcome(complete(upload, [one], conditions));
    };
    const save = () => put(s3.client, Bucket, Key, 'same');
    const drop = () => remove(s3.client, Bucket, Key);

    expect(await finish({ IfMatch }, save)).toBe('409 ConditionalRequestConflict');
    expect(await finish({ IfNoneMatch: '*' }, save)).toBe('412 PreconditionFailed');
    expect(await finish({ IfNoneMatch: '*' }, drop)).toBe('409 ConditionalRequestConflict');
    expect(await finish({ IfMatch }, drop)).toBe('404 NoSuchKey');
    expect(await finish({ IfNoneMatch: '*' }, async () => undefined)).toBe('succeeded');
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

  describe('parts of an object', () => {
    async function uploaded(Bucket: string) {
      const upload = await begin(Bucket);
      const parts = [await part(upload, 2, big), await part(upload, 5, small)];
      return complete(upload, parts);
    }

    test('are read by their numbers, from 1 on, however they were numbered when uploaded', async () => {
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
    ])('that cannot be: %j is %s', async (more, expected) => {
      const Bucket = await s3.bucket();
      await uploaded(Bucket);

      expect(await outcome(get(s3.client, Bucket, Key, more))).toBe(expected);
    });

    test('are copied from a range of a version, and make the same ETag again', async () => {
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
      'are copied with %j: %s',
      async (more, expected) => {
        const Bucket = await s3.bucket();
        await put(s3.client, Bucket, 'source', '0123');
        const upload = await begin(Bucket);

        const input = { ...upload, CopySource: `${Bucket}/source`, PartNumber: 1, ...more };

        expect(await outcome(s3.client.send(new UploadPartCopyCommand(input)))).toBe(expected);
      },
    );
  });
});
