// Requests that meet: conditional writes, versions of one key, a multipart upload, a bucket that goes away.
import { setTimeout } from 'node:timers/promises';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { useServer } from './running-server.ts';
import { get, keys, listVersions, outcome, put, remove } from './s3-calls.ts';

const times = <T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

describe('parallel requests', { timeout: 60_000 }, () => {
  const s3 = useServer();

  test('of 16 that create a key if it is not there, exactly one wins, and its body is stored', async () => {
    const Bucket = await s3.bucket();

    for (let round = 0; round < 5; round++) {
      const create = (i: number) =>
        outcome(put(s3.client, Bucket, `key-${round}`, `body ${i}`, { IfNoneMatch: '*' }));
      const outcomes = await times(16, create);

      expect(outcomes.filter((o) => o === 'succeeded')).toHaveLength(1);
      expect(outcomes.filter((o) => o === '412 PreconditionFailed')).toHaveLength(15);
      const found = await get(s3.client, Bucket, `key-${round}`);
      expect(await found.Body?.transformToString()).toBe(`body ${outcomes.indexOf('succeeded')}`);
    }
    expect((await listVersions(s3.client, Bucket)).Versions).toHaveLength(5);
  });

  test('of 16 that replace the same ETag, exactly one wins', async () => {
    const Bucket = await s3.bucket();
    const { ETag } = await put(s3.client, Bucket, 'key', 'first');

    const outcomes = await times(16, (i) =>
      outcome(put(s3.client, Bucket, 'key', `${i}`, { IfMatch: ETag })),
    );

    expect(outcomes.filter((o) => o === 'succeeded')).toHaveLength(1);
  });

  test('writes of one key are each a version, newest first, and the newest is current', async () => {
    const Bucket = await s3.bucket();

    const written = await times(40, (i) => put(s3.client, Bucket, 'key', `${i}`));

    const { Versions = [] } = await listVersions(s3.client, Bucket);
    expect(new Set(Versions.map((v) => v.VersionId))).toEqual(new Set(written.map((w) => w.VersionId)));
    expect(Versions.map((v) => v.IsLatest)).toEqual(Versions.map((_, i) => i === 0));
    const moments = Versions.map((v) => v.LastModified?.getTime() ?? 0);
    expect(moments).toEqual([...moments].sort((a, b) => b - a));
    expect((await get(s3.client, Bucket, 'key')).VersionId).toBe(Versions[0]?.VersionId);
  });

  test('puts and deletes of many keys end in a state that both lists agree on', async () => {
    const Bucket = await s3.bucket();

    await times(120, (i) => (i % 3 === 2 ? remove : put)(s3.client, Bucket, `key-${i % 10}`));

    const { Versions = [] } = await listVersions(s3.client, Bucket);
    const latest = Versions.filter((v) => v.IsLatest).map((v) => v.Key);
    expect(await keys(s3.client, Bucket)).toEqual(latest);
  });

  test('of 12 that complete a multipart upload one wins, and the others find no such upload', async () => {
    const Bucket = await s3.bucket();
    const upload = { Bucket, Key: 'key' };
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand(upload));
    const bodies = [Buffer.alloc(5 * 1024 * 1024), Buffer.from('the end')];
    const uploading = bodies.map(async (Body, index) => {
      const part = { UploadId, PartNumber: index + 1 };
      const { ETag } = await s3.client.send(new UploadPartCommand({ ...upload, ...part, Body }));
      return { PartNumber: part.PartNumber, ETag };
    });
    const Parts = await Promise.all(uploading);

    const outcomes = await times(12, async (i) => {
      await setTimeout(i * 2);
      const completion = { ...upload, UploadId, MultipartUpload: { Parts } };
      return outcome(s3.client.send(new CompleteMultipartUploadCommand(completion)));
    });

    expect(outcomes.sort()).toEqual([...Array(11).fill('404 NoSuchUpload'), 'succeeded']);
    expect((await listVersions(s3.client, Bucket)).Versions).toHaveLength(1);
  });

  test('a bucket that is deleted while objects are put either stays or takes no object', async () => {
    for (let round = 0; round < 5; round++) {
      const Bucket = await s3.bucket();

      const [deletion, ...puts] = await Promise.all([
        outcome(s3.client.send(new DeleteBucketCommand({ Bucket }))),
        ...Array.from({ length: 4 }, (_, i) => outcome(put(s3.client, Bucket, `${i}`))),
      ]);

      const stored = puts.filter((o) => o === 'succeeded').length;
      await s3.client.send(new CreateBucketCommand({ Bucket }));
      expect(await keys(s3.client, Bucket)).toHaveLength(deletion === 'succeeded' ? 0 : stored);
      expect(deletion === 'succeeded' && stored > 0).toBe(false);
    }
  });
});
