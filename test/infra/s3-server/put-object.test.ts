// PutObject: what is stored, and that nothing is stored where the body is not what was announced.
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendBytes, sendSigned, signed } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { get, keys, outcome, put, text } from './s3-calls.ts';

const sha256 = (body: string) => createHash('sha256').update(body).digest('hex');

describe('PutObject', () => {
  const s3 = useServer();

  test('an object comes back with its bytes, headers, metadata and version', async () => {
    const Bucket = await s3.bucket();
    const described = {
      ContentType: 'text/x-sql',
      CacheControl: 'max-age=1',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      ContentLanguage: 'de',
      Metadata: { author: 'ada', empty: '' },
    };

    const { ETag, VersionId } = await put(s3.client, Bucket, 'key', 'select 1', described);

    const found = await get(s3.client, Bucket, 'key');
    expect(found).toMatchObject({ ...described, ETag, VersionId, ContentLength: 8, AcceptRanges: 'bytes' });
    expect(ETag).toBe(`"${createHash('md5').update('select 1').digest('hex')}"`);
    expect(VersionId).toMatch(/^[A-Za-z0-9._]{32}$/);
    expect(await found.Body?.transformToString()).toBe('select 1');
  });

  test('every reply says when and which it was', async () => {
    const Bucket = await s3.bucket();
    const target = `/${Bucket}/key`;

    const replies = [
      await sendSigned(s3.server.url, { method: 'PUT', target, body: 'x' }),
      await sendSigned(s3.server.url, { method: 'GET', target: `/${Bucket}/missing` }),
    ];

    for (const { headers } of replies) {
      expect(headers['x-amz-request-id']).toMatch(/^[0-9A-F]{16}$/);
      expect(headers['x-amz-id-2']).toBeTruthy();
      expect(headers.date).toBeTruthy();
    }
  });

  test('an empty object is an object', async () => {
    const Bucket = await s3.bucket();

    const { ETag } = await put(s3.client, Bucket, 'empty', '', { ContentLength: 0 });

    expect(ETag).toBe('"d41d8cd98f00b204e9800998ecf8427e"');
    expect(await text(s3.client, Bucket, 'empty')).toBe('');
  });

  test('a large body is streamed through, as one chunk or as many', async () => {
    const Bucket = await s3.bucket();
    const body = Buffer.alloc(5_000_011, 'abcdefg');

    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'buffer', Body: body }));
    const stream = Readable.from([body.subarray(0, 70_001), body.subarray(70_001)]);
    await s3.client.send(
      new PutObjectCommand({ Bucket, Key: 'stream', Body: stream, ContentLength: body.length }),
    );

    for (const key of ['buffer', 'stream']) {
      const bytes = await (await get(s3.client, Bucket, key)).Body?.transformToByteArray();
      expect(Buffer.compare(body, bytes as Uint8Array)).toBe(0);
    }
  });

  test.each(['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const)(
    '%s is verified, kept and returned',
    async (name) => {
      const Bucket = await s3.bucket();

      const stored = await put(s3.client, Bucket, 'key', 'content', { ChecksumAlgorithm: name });

      const found = await get(s3.client, Bucket, 'key', { ChecksumMode: 'ENABLED' });
      expect(found[`Checksum${name}`]).toBe(stored[`Checksum${name}`]);
      expect(found[`Checksum${name}`]).toBeTruthy();
      expect(await found.Body?.transformToString()).toBe('content');
    },
  );

  // The check values of the CRC catalogue for the nine bytes "123456789".
  test.each([
    ['crc32', 'cbf43926'],
    ['crc32c', 'e3069283'],
    ['crc64nvme', 'ae8b14860a799888'],
  ])('%s agrees with its published check value', async (algorithm, hex) => {
    const Bucket = await s3.bucket();
    const headers = { [`x-amz-checksum-${algorithm}`]: Buffer.from(hex, 'hex').toString('base64') };

    const reply = await sendSigned(s3.server.url, {
      method: 'PUT',
      target: `/${Bucket}/key`,
      headers,
      body: '123456789',
    });

    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject(headers);
  });

  test.each([
    ['a wrong Content-MD5', { 'content-md5': createHash('md5').update('no').digest('base64') }, 'BadDigest'],
    ['a Content-MD5 that is none', { 'content-md5': 'bm8=' }, 'InvalidDigest'],
    ['a wrong hash', { 'x-amz-content-sha256': sha256('no') }, 'XAmzContentSHA256Mismatch'],
    ['a hash that is none', { 'x-amz-content-sha256': 'no' }, 'InvalidArgument'],
    ['a wrong checksum', { 'x-amz-checksum-crc32': 'AAAAAA==' }, 'BadDigest'],
    ['a checksum that is none', { 'x-amz-checksum-crc32': 'AAAA' }, 'InvalidRequest'],
    ['two checksums', { 'x-amz-checksum-crc32': 'A', 'x-amz-checksum-sha1': 'A' }, 'InvalidRequest'],
    ['a promised checksum that is missing', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }, 'InvalidRequest'],
    ['a checksum of another kind', { 'x-amz-checksum-xxhash64': 'AAAA' }, 'NotImplemented'],
    ['too much metadata', { 'x-amz-meta-long': 'x'.repeat(2049) }, 'MetadataTooLarge'],
    ['a customer key', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }, 'NotImplemented'],
    ['tags', { 'x-amz-tagging': 'a=b' }, 'NotImplemented'],
  ])('%s stores nothing', async (_, headers, code) => {
    const Bucket = await s3.bucket();

    const reply = await sendSigned(s3.server.url, {
      method: 'PUT',
      target: `/${Bucket}/key`,
      headers,
      body: 'yes',
    });

    expect(reply.code).toBe(code);
    expect(await keys(s3.client, Bucket)).toEqual([]);
  });

  test('a body that is cut off stores nothing', async () => {
    const Bucket = await s3.bucket();
    const headers = { 'content-length': '100' };
    const raw = await signed(s3.server.url, { method: 'PUT', target: `/${Bucket}/key`, headers });
    const head = Object.entries(raw.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);

    await sendBytes(s3.server.url, `PUT /${Bucket}/key HTTP/1.1\r\n${head.join('')}\r\nonly this`, true);

    expect(await keys(s3.client, Bucket)).toEqual([]);
  });

  test('a body without a length is refused', async () => {
    const Bucket = await s3.bucket();
    const headers = { 'transfer-encoding': 'chunked' };

    const reply = await sendSigned(s3.server.url, {
      method: 'PUT',
      target: `/${Bucket}/key`,
      headers,
      body: 'x',
    });

    expect(reply.code).toBe('MissingContentLength');
  });

  test('a PUT to a bucket that does not exist is refused', async () => {
    expect(await outcome(put(s3.client, 'no-such-bucket', 'key'))).toBe('404 NoSuchBucket');
  });
});
