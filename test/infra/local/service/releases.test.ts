// --releases: each version that becomes visible is put into a bucket as plain objects.
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { CREDENTIALS, REGION } from '../../../../infra/local/defaults.ts';
import { eventually } from '../../../support/eventually.ts';
import { newDir } from '../support/new-dir.ts';
import { runToEnd, type ServerProcess, startProcess } from '../support/server-process.ts';

const DEMO = 'default/silver/clean_orders';
const BASE = `releases/${DEMO}`;

function s3Of({ s3Url }: ServerProcess): S3Client {
  const client = new S3Client({
    endpoint: s3Url,
    forcePathStyle: true,
    region: REGION,
    credentials: CREDENTIALS,
  });
  onTestFinished(() => client.destroy());
  return client;
}

const api = ({ apiUrl }: ServerProcess, path: string, init?: RequestInit) =>
  fetch(`${apiUrl}/api/v1/pipelines/${path}`, init);

const publish = (server: ServerProcess) =>
  api(server, `${DEMO}/publish`, { method: 'POST', body: '{"message":"A version"}' });

async function released(server: ServerProcess, number: number): Promise<Response> {
  return eventually(async () => {
    const reply = await api(server, `${DEMO}/versions/${number}`);
    expect(await reply.clone().json()).toHaveProperty('release');
    return reply;
  });
}

test('a version and a rollback are released, and the version says where, with an ETag of its own', async () => {
  const server = await startProcess(await newDir(), ['--releases', 'prefix']);
  const s3 = s3Of(server);
  await publish(server);
  await api(server, `${DEMO}/versions/1/rollback`, { method: 'POST', body: '{}' });

  await released(server, 1);
  const reply = await released(server, 2);

  const { release } = (await reply.json()) as { release: { location: string; manifest: string } };
  const [, Bucket = ''] = /^s3:\/\/([^/]+)\//.exec(release.location) ?? [];
  expect(release).toEqual({
    location: `s3://${Bucket}/${BASE}/2/`,
    manifest: `s3://${Bucket}/${BASE}/2.manifest.json`,
  });
  const source = await s3.send(new GetObjectCommand({ Bucket, Key: `${BASE}/2/pipeline.sql` }));
  expect(await source.Body?.transformToString()).toContain('SELECT');
  expect(reply.headers.get('cache-control')).toContain('immutable');
  const known = { headers: { 'If-None-Match': reply.headers.get('etag') ?? '' } };
  expect((await api(server, `${DEMO}/versions/2`, known)).status).toBe(304);
  // The releases are in the same bucket, and none of them is a draft.
  const list = (await (await fetch(`${server.apiUrl}/api/v1/pipelines`)).json()) as {
    pipelines: { namespace: string }[];
  };
  expect(list.pipelines.map(({ namespace }) => namespace)).not.toContain('releases');
});

test('before it is released, a version is not to be kept, and has another ETag', async () => {
  const dataDir = await newDir();
  const before = await startProcess(dataDir);
  await publish(before);
  before.signal('SIGTERM');
  await before.ended;

  // What was there before releases were switched on is not released.
  const server = await startProcess(dataDir, ['--releases', 'archive']);
  const pending = await api(server, `${DEMO}/versions/1`);
  await publish(server);
  const done = await released(server, 2);

  expect(pending.headers.get('cache-control')).toContain('no-cache');
  expect(await pending.json()).not.toHaveProperty('release');
  expect(done.headers.get('cache-control')).toContain('immutable');
  const { id } = (await done.json()) as { id: string };
  expect(done.headers.get('etag')).toBe(`"${id}.archive"`);
});

test('without the flag a version is answered as ever', async () => {
  const server = await startProcess(await newDir());
  await publish(server);

  const reply = await api(server, `${DEMO}/versions/1`);

  const { id } = (await reply.json()) as { id: string };
  expect([reply.headers.get('etag'), reply.headers.get('cache-control')]).toEqual([
    `"${id}"`,
    'private, max-age=31536000, immutable',
  ]);
});

test('after kill -9 between publish and release, the next start releases it', async () => {
  const dataDir = await newDir();
  const first = await startProcess(dataDir, ['--releases', 'archive', '--release-bucket', 'apart']);
  await publish(first);
  first.signal('SIGKILL');
  await first.ended;

  const server = await startProcess(dataDir, ['--releases', 'archive', '--release-bucket', 'apart']);

  const { release } = (await (await released(server, 1)).json()) as { release: { location: string } };
  expect(release.location).toBe(`s3://apart/${BASE}/1.tar.gz`);
  const list = await s3Of(server).send(new ListObjectsV2Command({ Bucket: 'apart' }));
  expect(list.Contents?.map(({ Key }) => Key)).toEqual([`${BASE}/1.manifest.json`, `${BASE}/1.tar.gz`]);
});

test('a namespace called releases is refused where its files would be among the releases', async () => {
  const save = (server: ServerProcess) =>
    api(server, 'releases/gold/x/files/pipeline.sql', { method: 'PUT', body: 'SELECT 1' });
  const together = await startProcess(await newDir(), ['--releases', 'prefix']);
  const apart = await startProcess(await newDir(), ['--releases', 'prefix', '--release-bucket', 'apart']);

  const refused = await save(together);

  expect(refused.status).toBe(400);
  expect(((await refused.json()) as { error: { message: string } }).error.message).toContain(
    'path namespace must not be releases: this deployment keeps releases of versions there',
  );
  expect((await save(apart)).status).toBeLessThan(300);
});

test.each([
  [['--release-bucket', 'apart'], 'option --release-bucket needs --releases'],
  [['--releases', 'tarball'], 'Allowed choices are prefix, archive'],
  [
    ['--releases', 'prefix', '--layers', 'raw,releases', '--prefix', '{layer}/{namespace}/{name}/'],
    'would lie among the files of the layer releases',
  ],
])('%j is refused', async (flags, message) => {
  const { code, stderr } = await runToEnd(flags);

  expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
});
