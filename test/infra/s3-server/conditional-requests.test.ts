// Conditional writes, which decide races, and conditional reads, which save transfers.
import { readdir } from 'node:fs/promises';
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendSigned } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { get, outcome, put, remove, text } from './s3-calls.ts';

describe('conditional requests', () => {
  const s3 = useServer();
  const head = (Bucket: string, Key: string, more: object = {}) =>
    s3.client.send(new HeadObjectCommand({ Bucket, Key, ...more }));

  test('If-None-Match: * creates only what is not there; a delete marker is nothing', async () => {
    const Bucket = await s3.bucket();
    const create = () => outcome(put(s3.client, Bucket, 'key', 'x', { IfNoneMatch: '*' }));

    const outcomes = [await create(), await create()];
    await remove(s3.client, Bucket, 'key');

    expect([...outcomes, await create()]).toEqual(['succeeded', '412 PreconditionFailed', 'succeeded']);
  });

  test('If-Match replaces only what was seen, and says NoSuchKey where nothing is', async () => {
    const Bucket = await s3.bucket();
    const { ETag } = await put(s3.client, Bucket, 'key', 'one');
    const replace = (Key: string, IfMatch?: string) =>
      outcome(put(s3.client, Bucket, Key, 'two', { IfMatch }));

    const outcomes = [await replace('missing', ETag), await replace('key', ETag), await replace('key', ETag)];

    expect(outcomes).toEqual(['404 NoSuchKey', 'succeeded', '412 PreconditionFailed']);
    expect(await text(s3.client, Bucket, 'key')).toBe('two');
  });

  test('a write takes one condition in the form that S3 has for it', async () => {
    const Bucket = await s3.bucket();
    const { ETag } = await put(s3.client, Bucket, 'key', 'one');
    const write = (conditions: object) => outcome(put(s3.client, Bucket, 'key', 'two', conditions));

    expect(await write({ IfNoneMatch: ETag })).toBe('501 NotImplemented');
    expect(await write({ IfMatch: '*' })).toBe('501 NotImplemented');
    expect(await write({ IfMatch: ETag, IfNoneMatch: '*' })).toBe('501 NotImplemented');
    expect(await write({ IfMatch: `"other", ${ETag}` })).toBe('412 PreconditionFailed');
    expect(await write({ IfMatch: ETag?.replaceAll('"', '') })).toBe('succeeded');
  });

  test('a failed condition leaves no body behind', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key', 'one');
    const bodies = () => readdir(`${s3.dataDir}/bodies`, { recursive: true });
    const before = await bodies();

    await outcome(put(s3.client, Bucket, 'key', 'two', { IfNoneMatch: '*' }));

    expect((await bodies()).sort()).toEqual(before.sort());
  });

  test('conditions are judged as HTTP orders them', async () => {
    const Bucket = await s3.bucket();
    const { ETag } = await put(s3.client, Bucket, 'key');
    const { LastModified = new Date(0) } = await head(Bucket, 'key');
    const earlier = new Date(LastModified.getTime() - 1000);
    const conditions: [object, number][] = [
      [{ IfMatch: ETag }, 200],
      [{ IfMatch: '*' }, 200],
      [{ IfMatch: '"other"' }, 412],
      [{ IfMatch: ETag, IfUnmodifiedSince: earlier }, 200],
      [{ IfUnmodifiedSince: earlier }, 412],
      [{ IfUnmodifiedSince: LastModified }, 200],
      [{ IfNoneMatch: ETag }, 304],
      [{ IfNoneMatch: `"other", ${ETag}` }, 304],
      [{ IfNoneMatch: '"other"', IfModifiedSince: LastModified }, 200],
      [{ IfModifiedSince: LastModified }, 304],
      [{ IfModifiedSince: earlier }, 200],
      // Not a time that anything can have been modified since.
      [{ IfModifiedSince: new Date(Date.now() + 86_400_000) }, 200],
    ];

    for (const [condition, status] of conditions) {
      const expected = status === 200 ? 'succeeded' : expect.stringMatching(`^${status} `);
      expect([condition, await outcome(get(s3.client, Bucket, 'key', condition))]).toEqual([
        condition,
        expected,
      ]);
      expect([condition, await outcome(head(Bucket, 'key', condition))]).toEqual([condition, expected]);
    }
  });

  test('a 304 has the headers of a cache and no body', async () => {
    const Bucket = await s3.bucket();
    const { ETag = '' } = await put(s3.client, Bucket, 'key', 'body', { CacheControl: 'no-cache' });

    const reply = await sendSigned(s3.server.url, {
      method: 'GET',
      target: `/${Bucket}/key`,
      headers: { 'if-none-match': ETag },
    });

    expect(reply).toMatchObject({
      status: 304,
      body: '',
      headers: { etag: ETag, 'cache-control': 'no-cache' },
    });
    expect(reply.headers['last-modified']).toBeTruthy();
  });
});
