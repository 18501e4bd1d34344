// What is on disk outlives the server: a restart, and a kill in the middle of everything.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sendBytes, signed } from './raw-request.ts';
import { newBucket, newDataDir } from './running-server.ts';
import { keys, listVersions, put, remove, text } from './s3-calls.ts';
import { clientOf, startIn } from './start-server.ts';

const PROCESS = join(import.meta.dirname, 's3-process.ts');

async function startProcess(dataDir: string): Promise<{ child: ChildProcess; client: S3Client }> {
  const child = spawn(process.execPath, [PROCESS, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout as NodeJS.EventEmitter, 'data');
  return { child, client: clientOf(String(url).trim()) };
}

/** Puts until the server is gone; the keys that were acknowledged. */
async function putUntilKilled(
  client: S3Client,
  bucket: string,
  writer: number,
  onAck: () => void,
): Promise<string[]> {
  const acknowledged: string[] = [];
  for (let i = 0; ; i++) {
    const key = `writer-${writer}/${i}`;
    try {
      await put(client, bucket, key, bodyOf(key));
    } catch {
      return acknowledged;
    }
    acknowledged.push(key);
    onAck();
  }
}

/** Some bodies take several writes. */
const bodyOf = (key: string): string => `${key} `.repeat(key.endsWith('3') ? 40_000 : 10);

const bodyFiles = async (dataDir: string): Promise<string[]> => [
  ...(await readdir(join(dataDir, 'bodies', 'whole'))),
  ...(await readdir(join(dataDir, 'bodies', 'incoming'))),
];

describe('survival', { timeout: 60_000 }, () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await newDataDir();
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  test('a restart finds buckets, versions, markers and unacknowledged events as they were', async () => {
    const first = await startIn(dataDir);
    const client = clientOf(first.url);
    const bucket = await newBucket(client);
    const { VersionId } = await put(client, bucket, 'key', 'one');
    await put(client, bucket, 'key', 'two');
    await remove(client, bucket, 'gone');
    const [acknowledged, ...open] = await first.store.outbox.read(0, 10);
    await first.store.outbox.acknowledge([acknowledged?.sequence ?? 0]);
    await first.close();

    const second = await startIn(dataDir, first.port);
    await put(client, bucket, 'key', 'three');

    expect(await keys(client, bucket)).toEqual(['key']);
    expect(await text(client, bucket, 'key', { VersionId })).toBe('one');
    expect((await listVersions(client, bucket)).DeleteMarkers).toHaveLength(1);
    const entries = await second.store.outbox.read(0, 10);
    expect(entries.slice(0, -1)).toEqual(open);
    expect(entries.at(-1)?.sequence).toBeGreaterThan(open.at(-1)?.sequence ?? 0);
    await second.close();
  });

  test('the port in use is reported as it is, and the data stays free', async () => {
    const first = await startIn(dataDir);
    const other = await newDataDir();

    await expect(startIn(other, first.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(startIn(dataDir)).rejects.toThrow();
    await (await startIn(other)).close();

    await first.close();
    await rm(other, { recursive: true });
  });

  test('files that nothing refers to are removed at start, all others stay', async () => {
    const first = await startIn(dataDir);
    const client = clientOf(first.url);
    const bucket = await newBucket(client);
    await put(client, bucket, 'key', 'kept');
    await first.close();
    await writeFile(join(dataDir, 'bodies', 'whole', 'orphan'), 'x');
    await writeFile(join(dataDir, 'bodies', 'incoming', 'torn'), 'x');

    const second = await startIn(dataDir, first.port);

    expect(await bodyFiles(dataDir)).toHaveLength(1);
    expect(await text(client, bucket, 'key')).toBe('kept');
    await second.close();
  });

  test('uploads that are cut off leave no file and no event behind', async () => {
    const server = await startIn(dataDir);
    const bucket = await newBucket(clientOf(server.url));
    const headers = { 'content-length': '1000000' };
    const raw = await signed(server.url, { method: 'PUT', target: `/${bucket}/key`, headers });
    const head = Object.entries(raw.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    const bytes = `PUT /${bucket}/key HTTP/1.1\r\n${head.join('')}\r\n${'x'.repeat(500_000)}`;

    await Promise.all(Array.from({ length: 8 }, () => sendBytes(server.url, bytes, true)));
    const events = await server.store.outbox.read(0, 10);
    await server.close();

    expect([await bodyFiles(dataDir), events]).toEqual([[], []]);
  });

  test('after kill -9 every acknowledged object is whole, every other one is whole or absent, events match', async () => {
    const { child, client } = await startProcess(dataDir);
    const bucket = await newBucket(client);
    let acks = 0;
    const killAfter = 150;
    const onAck = () => {
      acks += 1;
      if (acks === killAfter) child.kill('SIGKILL');
    };

    const writers = [1, 2, 3, 4, 5, 6].map((writer) => putUntilKilled(client, bucket, writer, onAck));
    const acknowledged = (await Promise.all(writers)).flat();
    const server = await startIn(dataDir);
    const survivor = clientOf(server.url);

    const stored = await keys(survivor, bucket);
    expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);
    expect(stored).toEqual(expect.arrayContaining(acknowledged));
    for (const key of stored) expect(await text(survivor, bucket, key)).toBe(bodyOf(key));
    const events = await server.store.outbox.read(0, 10_000);
    expect(events.map(({ record }) => record.s3.object.key).sort()).toEqual([...stored].sort());
    expect(await bodyFiles(dataDir)).toHaveLength(stored.length);
    await server.close();
  });
});
