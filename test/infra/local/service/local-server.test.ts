// The whole server in this process: what is put into S3 comes out of the API.
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFlags } from '../../../../infra/local/service/flags.ts';
import { type LocalServer, startLocalServer } from '../../../../infra/local/service/local-server.ts';
import { eventually } from '../../../support/eventually.ts';
import { get, paths, publish, save, useS3 } from '../support/local-calls.ts';
import { ANY_PORTS } from '../support/server-process.ts';
import { isOpen, sendAndHangUp } from '../support/sockets.ts';

let server: LocalServer;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'local-server-'));
  process.env.PIPELINES_TYPO = 'left over from a shell';
  process.env.AWS_PROFILE = 'someone';
  server = await startLocalServer(parseFlags([...ANY_PORTS, '--data', dataDir]));
});
afterAll(async () => {
  await server.close();
  await rm(dataDir, { recursive: true });
});

test('health is good as soon as it is up', async () => {
  const response = await fetch(`${server.apiUrl}/health`);

  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ status: 'ok' });
});

test('the demo can be published, and an edit turns its flag', async () => {
  expect((await get(server.apiUrl)).body).toMatchObject({
    latest_version: null,
    draft_dirty: null,
    type: 'sql',
  });
  expect(await publish(server.apiUrl, 'First version')).toBe(201);
  expect((await get(server.apiUrl)).body).toMatchObject({ latest_version: 1, draft_dirty: false });

  await save(useS3(server.s3Url), 'pipeline.sql', 'SELECT 1');

  await eventually(async () => expect((await get(server.apiUrl)).body.draft_dirty).toBe(true));
});

test('the manifest of the demo names its source, config and quality tests', async () => {
  await publish(server.apiUrl, 'For the manifest');

  const { body } = await get(server.apiUrl, '/published');

  expect(body.source.path).toBe('pipeline.sql');
  expect(body.config.path).toBe('config.yaml');
  expect(body.quality_tests).toHaveLength(2);
  expect(await paths(useS3(server.s3Url))).toHaveLength(4);
});

test('an unknown path and a wrong method are answered by the service', async () => {
  expect((await get(server.apiUrl, '/nowhere')).body.error.code).toBe('ROUTE_NOT_FOUND');
  const response = await fetch(`${server.apiUrl}/health`, { method: 'DELETE' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('clients that hang up in the middle of a request end no server', async () => {
  const half = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc';
  await Promise.all([server.apiUrl, server.s3Url, server.dynamodbUrl].map((url) => sendAndHangUp(url, half)));

  expect((await fetch(`${server.apiUrl}/health`)).status).toBe(200);
});

test('it listens on the loopback only', async () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  const urls = [server.apiUrl, server.s3Url, server.dynamodbUrl];

  const tried = outside.flatMap(({ address }) => urls.map((url) => url.replace('127.0.0.1', address)));

  expect(await Promise.all(tried.map(isOpen))).toEqual(tried.map(() => false));
});
