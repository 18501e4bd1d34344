// A disk that is full for a while, under the whole service: a small file system in memory, which only its process sees.
import { spawnSync } from 'node:child_process';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createApi } from '../../../support/api.ts';
import { exchange } from '../../../support/exchange.ts';
import { type LocalProcess, startLocalProcess } from '../../../support/local-process.ts';
import { uniquePipeline } from '../../../support/unique-pipeline.ts';
import { newDir } from '../support/new-dir.ts';

/** Gives the command behind it a disk of its own at the directory before it. */
const SMALL_DISK = ['unshare', '-rm', 'sh', '-c', 'mount -t tmpfs -o size=48m tmpfs "$0" && exec "$@"'];

const canMount = spawnSync('unshare', ['-rm', 'true']).status === 0;
if (!canMount) console.info('no test of a full disk: unshare cannot mount a file system here');

async function startOnSmallDisk(dir: string, log: number): Promise<LocalProcess> {
  const ports = ['--port', '0', '--s3-port', '0', '--dynamodb-port', '0'];
  const service = await startLocalProcess([...ports, '--data', dir, '--no-demo'], log, [...SMALL_DISK, dir]);
  onTestFinished(() => service.stop());
  return service;
}

/** Until not a byte more fits. */
async function fill(path: string): Promise<void> {
  const file = await open(path, 'a');
  const full = async (size: number) => {
    for (;;) await file.write(Buffer.alloc(size));
  };
  for (const size of [65_536, 4_096, 1]) await full(size).catch(({ code }) => expect(code).toBe('ENOSPC'));
  await file.close();
}

test.skipIf(!canMount)(
  'while the disk is full, saves and publishes are 503 and reads work; then all does',
  async () => {
    const dir = await newDir();
    const logFile = join(await newDir(), 'log');
    const log = await open(logFile, 'w');
    onTestFinished(() => log.close());
    const service = await startOnSmallDisk(dir, log.fd);
    const filler = `/proc/${service.pid}/root${dir}/filler`;
    const api = createApi(service.apiUrl);
    const pipeline = uniquePipeline();
    const file = { params: { ...pipeline, path: 'pipeline.sql' }, body: 'SELECT 1' };
    const publish = { params: pipeline, body: { message: 'A version' } };
    /** The last page of a file may still have room for a small write. */
    const refusalOf = async (method: string, end: string, body: string) => {
      const target = `/api/v1/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}/${end}`;
      for (;;) {
        const { status, headers } = await exchange(service.apiUrl, { method, target, body });
        if (status >= 300) return [status, headers['retry-after']];
      }
    };
    const latest = async () => (await api.ok('getPipeline', { params: pipeline })).body.latest_version ?? 0;
    const logged = () => readFile(logFile, 'utf8');
    await api.ok('putFile', file);
    await api.ok('publishVersion', publish);

    for (const round of [1, 2]) {
      await fill(filler);
      for (const path of ['a.sql', 'b.sql']) {
        expect(await refusalOf('PUT', `files/${path}`, 'x'.repeat(100_000))).toEqual([503, '2']);
        expect(await refusalOf('POST', 'publish', JSON.stringify(publish.body))).toEqual([503, '2']);
      }
      expect((await api.ok('getFile', { params: file.params })).text).toBe(`SELECT ${round}`);
      const before = await latest();
      expect((await logged()).match(/S3 server: the disk is full/g)).toHaveLength(round);
      expect(await logged()).not.toMatch(/unexpected error|cannot be answered/);

      await rm(filler);
      await api.ok('putFile', { ...file, body: `SELECT ${round + 1}` });
      expect((await api.ok('publishVersion', publish)).body.version_number).toBe(before + 1);
    }
  },
);
