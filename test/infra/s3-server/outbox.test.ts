// The outbox: which mutations are reported, in which words, and how entries are consumed.
import { CopyObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import type { OutboxEntry } from '../../../infra/s3-server/store/outbox.ts';
import { useServer } from './running-server.ts';
import { outcome, put, remove } from './s3-calls.ts';

describe('the outbox', () => {
  const s3 = useServer();

  async function eventsOf(bucket: string): Promise<readonly OutboxEntry[]> {
    const entries = await s3.server.store.outbox.read(0, 10_000);
    return entries.filter(({ record }) => record.s3.bucket.name === bucket);
  }

  const names = async (bucket: string) => (await eventsOf(bucket)).map(({ record }) => record.eventName);

  test('every kind of change is reported once, in order', async () => {
    const Bucket = await s3.bucket();
    const { VersionId } = await put(s3.client, Bucket, 'key');
    await s3.client.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/key` }));
    const marker = await remove(s3.client, Bucket, 'key');
    await remove(s3.client, Bucket, 'key', marker.VersionId);
    await remove(s3.client, Bucket, 'key', VersionId);

    const events = await eventsOf(Bucket);

    expect(events.map(({ record }) => [record.eventName, record.s3.object.key])).toEqual([
      ['ObjectCreated:Put', 'key'],
      ['ObjectCreated:Copy', 'copy'],
      ['ObjectRemoved:DeleteMarkerCreated', 'key'],
      ['ObjectRemoved:Delete', 'key'],
      ['ObjectRemoved:Delete', 'key'],
    ]);
    const ids = events.map(({ record }) => record.s3.object.versionId);
    expect([ids[0], ids[2], ids[3], ids[4]]).toEqual([
      VersionId,
      marker.VersionId,
      marker.VersionId,
      VersionId,
    ]);
    const order = events.map(({ record }) => record.s3.object.sequencer);
    expect([...order].sort()).toEqual(order);
    expect(new Set(order).size).toBe(order.length);
  });

  test('a record has the shape of AWS', async () => {
    const Bucket = await s3.bucket();
    const { ETag = '', VersionId } = await put(s3.client, Bucket, 'dir/a b+ü.sql', 'body');

    const [entry] = await eventsOf(Bucket);

    expect(entry?.record).toEqual({
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: 'us-east-1',
      eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      eventName: 'ObjectCreated:Put',
      userIdentity: { principalId: expect.any(String) },
      requestParameters: { sourceIPAddress: '127.0.0.1' },
      responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: expect.any(String),
        bucket: {
          name: Bucket,
          ownerIdentity: { principalId: expect.any(String) },
          arn: `arn:aws:s3:::${Bucket}`,
        },
        object: {
          key: 'dir/a+b%2B%C3%BC.sql',
          size: 4,
          eTag: ETag.replaceAll('"', ''),
          versionId: VersionId,
          sequencer: expect.stringMatching(/^[0-9A-F]+$/),
        },
      },
    });
  });

  test('an unversioned change has no version ID', async () => {
    const Bucket = await s3.bucket('Unversioned');
    await put(s3.client, Bucket, 'key');
    await remove(s3.client, Bucket, 'key');

    const events = await eventsOf(Bucket);

    expect(events.map(({ record }) => record.eventName)).toEqual([
      'ObjectCreated:Put',
      'ObjectRemoved:Delete',
    ]);
    for (const { record } of events) expect(record.s3.object).not.toHaveProperty('versionId');
  });

  test('what changed nothing is not reported', async () => {
    const Bucket = await s3.bucket('Unversioned');
    await put(s3.client, Bucket, 'key');

    await outcome(put(s3.client, Bucket, 'key', 'x', { IfNoneMatch: '*' }));
    await outcome(put(s3.client, Bucket, 'key', 'x', { ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }));
    await remove(s3.client, Bucket, 'missing');

    expect(await names(Bucket)).toEqual(['ObjectCreated:Put']);
  });

  test('entries are read after a sequence and in portions, and are gone once acknowledged', async () => {
    const Bucket = await s3.bucket();
    for (const key of ['a', 'b', 'c']) await put(s3.client, Bucket, key);
    const [a, b, c] = (await eventsOf(Bucket)).map(({ sequence }) => sequence);

    const portion = await s3.server.store.outbox.read(a ?? 0, 1);
    await s3.server.store.outbox.acknowledge([b ?? 0]);
    await s3.server.store.outbox.acknowledge([b ?? 0]);

    expect(portion.map(({ sequence }) => sequence)).toEqual([b]);
    expect((await s3.server.store.outbox.read(a ?? 0, 10)).map(({ sequence }) => sequence)).toEqual([c]);
  });

  test('a listener hears of an entry that can be read by then, until it unsubscribes', async () => {
    const Bucket = await s3.bucket();
    const heard = Promise.withResolvers<readonly OutboxEntry[]>();
    let calls = 0;
    const unsubscribe = s3.server.store.outbox.onAppend(() => {
      calls += 1;
      heard.resolve(eventsOf(Bucket));
    });

    await put(s3.client, Bucket, 'one');
    const entries = await heard.promise;
    unsubscribe();
    await put(s3.client, Bucket, 'two');

    expect([entries.length, calls]).toEqual([1, 1]);
  });
});
