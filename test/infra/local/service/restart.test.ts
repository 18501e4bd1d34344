// Stopping the server, in every way, and starting it again on the same data.
import { describe, expect, test, vi } from 'vitest';
import { createStopper } from '../../../../infra/local/cli/stopper.ts';
import { get, paths, publish, remove, save, useS3 } from '../support/local-calls.ts';
import { newDir } from '../support/new-dir.ts';
import { type ServerProcess, startProcess } from '../support/server-process.ts';
import { isOpen } from '../support/sockets.ts';

const DEMO = [
  'config.yaml',
  'pipeline.sql',
  'tests/quality/amount_is_not_negative.sql',
  'tests/quality/order_id_is_unique.sql',
];

const OK = { code: 0, stderr: '' };
const urls = ({ apiUrl, s3Url, dynamodbUrl }: ServerProcess) => [apiUrl, s3Url, dynamodbUrl];

test('SIGTERM stops with exit code 0 and frees the ports', async () => {
  const server = await startProcess(await newDir());

  server.signal('SIGTERM');

  expect(await server.ended).toMatchObject(OK);
  expect(await Promise.all(urls(server).map(isOpen))).toEqual([false, false, false]);
});

test('after Ctrl-C a second start goes on where the first was, with the files as they were left', async () => {
  const dataDir = await newDir();
  const first = await startProcess(dataDir);
  expect(await paths(useS3(first.s3Url))).toEqual(DEMO);
  await remove(useS3(first.s3Url), 'config.yaml');
  expect(await publish(first.apiUrl, 'First version')).toBe(201);
  first.signal('SIGINT');
  expect(await first.ended).toMatchObject(OK);

  const second = await startProcess(dataDir);

  expect(await paths(useS3(second.s3Url))).toEqual(DEMO.slice(1));
  expect((await get(second.apiUrl)).body).toMatchObject({ latest_version: 1, message: 'First version' });
  expect(await publish(second.apiUrl, 'Second version')).toBe(201);
  expect((await get(second.apiUrl, '/versions')).body.total).toBe(2);
});

test('after kill -9 everything that was answered is there', async () => {
  const dataDir = await newDir();
  const first = await startProcess(dataDir, ['--no-demo']);
  await save(useS3(first.s3Url), 'pipeline.sql', 'SELECT 1');
  expect(await publish(first.apiUrl, 'First version')).toBe(201);
  await save(useS3(first.s3Url), 'pipeline.sql', 'SELECT 2');
  first.signal('SIGKILL');
  await first.ended;

  const second = await startProcess(dataDir);

  expect(await paths(useS3(second.s3Url))).toEqual(['pipeline.sql']);
  expect((await get(second.apiUrl, '?refresh=true')).body).toMatchObject({
    latest_version: 1,
    draft_dirty: true,
  });
});

describe('the stopper', () => {
  const PRESS_MS = 1_000;

  function pressAt(...times: readonly number[]) {
    const exits: number[] = [];
    const clock = times.values();
    const stop = createStopper({
      stop: () => new Promise(() => undefined),
      exit: (code) => exits.push(code),
      now: () => clock.next().value ?? 0,
    });
    for (const _ of times) stop();
    return exits;
  }

  test('a second Ctrl-C exits at once', () => {
    expect(pressAt(0, PRESS_MS)).toEqual([130]);
  });

  test('one Ctrl-C that npm delivers twice is one', () => {
    expect(pressAt(0, 1)).toEqual([]);
  });

  test('a stop that fails exits with 1', async () => {
    const stderr = vi.spyOn(console, 'error').mockReturnValue();
    const { promise: exited, resolve: exit } = Promise.withResolvers<number>();

    createStopper({ stop: async () => Promise.reject('stuck'), exit, now: () => 0 })();

    expect(await exited).toBe(1);
    expect(stderr).toHaveBeenCalledWith('stuck');
    stderr.mockRestore();
  });
});
