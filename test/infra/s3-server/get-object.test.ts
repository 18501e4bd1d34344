// GetObject and HeadObject: ranges, versions, delete markers, and replies that the reader shapes.
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendSigned } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { get, outcome, put, remove, text } from './s3-calls.ts';

/** In the right form, but no server gave it out. */
const MADE_UP_VERSION = 'HPniJFCxqTsMuIH9KX8K8wEjNUgmABCD';

describe('GetObject and HeadObject', () => {
  const s3 = useServer();
  const head = (Bucket: string, Key: string, more: object = {}) =>
    s3.client.send(new HeadObjectCommand({ Bucket, Key, ...more }));

  test.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=4-', '456789', 'bytes 4-9/10'],
    ['bytes=-3', '789', 'bytes 7-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('the range %s is answered with that part', async (Range, part, ContentRange) => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', '0123456789');

    const found = await get(s3.client, Bucket, 'key', { Range });

    expect(found).toMatchObject({
      ContentRange,
      ContentLength: part.length,
      $metadata: { httpStatusCode: 206 },
    });
    expect(await found.Body?.transformToString()).toBe(part);
    expect(await head(Bucket, 'key', { Range })).toMatchObject({ ContentRange, ContentLength: part.length });
  });

  test.each(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('the range %s cannot be satisfied', async (Range) => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', '0123456789');

    expect(await outcome(get(s3.client, Bucket, 'key', { Range }))).toBe('416 InvalidRange');
    expect(await outcome(head(Bucket, 'key', { Range }))).toMatch(/^416 /);
  });

  test.each(['bytes=5-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=-', 'bytes=a-b'])(
    'the range %s is ignored',
    async (Range) => {
      const Bucket = await s3.bucket();
      await put(s3.client, Bucket, 'key', '0123456789');

      expect(await text(s3.client, Bucket, 'key', { Range })).toBe('0123456789');
    },
  );

  test('of an empty object, only a range that counts from the end is answered', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', '', { ContentLength: 0 });

    const found = await get(s3.client, Bucket, 'key', { Range: 'bytes=-5' });

    expect(found).toMatchObject({ ContentLength: 0, $metadata: { httpStatusCode: 200 } });
    expect(found.ContentRange).toBeUndefined();
    for (const Range of ['bytes=0-', 'bytes=0-0', 'bytes=-0'])
      expect(await outcome(get(s3.client, Bucket, 'key', { Range }))).toBe('416 InvalidRange');
  });

  test('response-* parameters replace headers of this reply', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', 'x', { ContentType: 'text/plain' });

    const found = await get(s3.client, Bucket, 'key', {
      ResponseContentType: 'text/x-python',
      ResponseContentDisposition: 'attachment; filename="ü.py"',
    });

    expect(found.ContentType).toBe('text/x-python');
    expect(Buffer.from(found.ContentDisposition ?? '', 'latin1').toString()).toContain('ü.py');
    expect((await get(s3.client, Bucket, 'key')).ContentType).toBe('text/plain');
  });

  test('a response-* parameter cannot add a header line', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key');

    const target = `/${Bucket}/key?response-content-type=a%0D%0Ax-evil%3A%201`;
    const reply = await sendSigned(s3.server.url, { method: 'GET', target });

    expect(reply.code).toBe('InvalidArgument');
  });

  test('an old version stays readable by its ID', async () => {
    const Bucket = await s3.bucket();
    const one = await put(s3.client, Bucket, 'key', 'one');
    const two = await put(s3.client, Bucket, 'key', 'two');

    const read = (VersionId?: string) => text(s3.client, Bucket, 'key', { VersionId });

    expect([await read(one.VersionId), await read(two.VersionId), await read()]).toEqual([
      'one',
      'two',
      'two',
    ]);
    expect(await head(Bucket, 'key', { VersionId: one.VersionId })).toMatchObject({
      VersionId: one.VersionId,
    });
  });

  test('a key behind a delete marker is not found, and the reply says why', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key');
    const { VersionId = '' } = await remove(s3.client, Bucket, 'key');

    const current = await sendSigned(s3.server.url, { method: 'GET', target: `/${Bucket}/key` });
    const marker = await sendSigned(s3.server.url, {
      method: 'GET',
      target: `/${Bucket}/key?versionId=${VersionId}`,
    });
    const never = await sendSigned(s3.server.url, { method: 'GET', target: `/${Bucket}/never` });

    expect(current).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(current.headers).toMatchObject({ 'x-amz-delete-marker': 'true', 'x-amz-version-id': VersionId });
    expect(marker).toMatchObject({ status: 405, code: 'MethodNotAllowed' });
    expect(marker.headers).toMatchObject({ 'x-amz-delete-marker': 'true', allow: 'DELETE' });
    expect(never).toMatchObject({ status: 404, code: 'NoSuchKey' });
    expect(never.headers).not.toHaveProperty('x-amz-delete-marker');
  });

  test('version IDs are told apart: deleted, of another key, made up, malformed', async () => {
    const Bucket = await s3.bucket();
    const { VersionId: deleted } = await put(s3.client, Bucket, 'key');
    await remove(s3.client, Bucket, 'key', deleted);
    const other = await put(s3.client, Bucket, 'other');
    const read = (VersionId?: string) => outcome(get(s3.client, Bucket, 'key', { VersionId }));

    expect(await read(deleted)).toBe('404 NoSuchVersion');
    expect(await read(other.VersionId)).toBe('404 NoSuchVersion');
    expect(await read('null')).toBe('404 NoSuchVersion');
    expect(await read(MADE_UP_VERSION)).toBe('400 InvalidArgument');
    expect(await read('short')).toBe('400 InvalidArgument');
    expect(await outcome(remove(s3.client, Bucket, 'key', MADE_UP_VERSION))).toBe('400 InvalidArgument');
  });

  test('an error of a HEAD has its status and no body', async () => {
    const Bucket = await s3.bucket();

    const reply = await sendSigned(s3.server.url, { method: 'HEAD', target: `/${Bucket}/missing` });

    expect(reply).toMatchObject({ status: 404, body: '' });
  });

  test('a reader of an object that is replaced all the time gets one version or another, whole', async () => {
    const Bucket = await s3.bucket('Unversioned');
    await put(s3.client, Bucket, 'key', '0'.repeat(1000));

    const writes = Array.from({ length: 60 }, (_, i) =>
      put(s3.client, Bucket, 'key', `${i % 10}`.repeat(1000)),
    );
    const reads = await Promise.all(writes.map(() => text(s3.client, Bucket, 'key')));
    await Promise.all(writes);

    for (const body of reads) expect(body).toMatch(/^(\d)\1{999}$/);
  });
});
