// The packages beside the API: built when first asked for, and sent as what they are.
import { createHash } from 'node:crypto';
import { afterAll, expect, test, vi } from 'vitest';
import { startGateway } from '../../../../infra/local/gateway/gateway.ts';
import { startPackages } from '../../../../infra/local/gateway/packages.ts';

async function startedWith(packages: ReturnType<typeof startPackages>) {
  const loadHandler = async () => async () => ({ statusCode: 404, body: '{"error":"of the API"}' });
  const gateway = await startGateway({ port: 0, routes: [], loadHandler, packages });
  afterAll(async () => {
    await gateway.close();
    await packages.close();
  });
  return (path: string, init?: RequestInit) => fetch(gateway.url + path, init);
}

const ask = await startedWith(startPackages());

interface Index {
  readonly version: string;
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
}

test('the index names both packages with their size and digest, and is asked for anew each time', async () => {
  const response = await ask('/packages/index.json');
  const { version, files } = (await response.json()) as Index;

  expect(response.headers.get('Content-Type')).toBe('application/json');
  expect(response.headers.get('Cache-Control')).toBe('no-cache');
  expect(files.map(({ name }) => name)).toEqual([
    `pipeline-versioning-${version}.tgz`,
    `pipeline_versioning-${version}-py3-none-any.whl`,
  ]);
  for (const { name, size, sha256 } of files) {
    const found = await ask(`/packages/${name}`);
    const body = Buffer.from(await found.arrayBuffer());
    expect(body.length).toBe(size);
    expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
    expect(found.headers.get('Content-Type')).toBe('application/octet-stream');
    expect(found.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
  }
});

test.each([
  '/packages',
  '/packages/',
  '/packages/pipeline-versioning-99.0.0.tgz',
  '/packages/index.json/',
  '/packages/..%2Fpackage.json',
])('%s is no package, which the answer says in words, even to a browser', async (path) => {
  const response = await ask(path, { headers: { Accept: 'text/html' } });

  expect(response.status).toBe(404);
  expect(response.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(await response.text()).toBe(
    'There is no such package here; /packages/index.json names those that there are.\n',
  );
});

test.each([
  ['POST', '/packages/index.json'],
  ['GET', '/packages.json'],
  ['GET', '/api/v1/packages'],
])('%s %s is left to the API', async (method, path) => {
  expect(await (await ask(path, { method })).json()).toEqual({ error: 'of the API' });
});

const FILE = { contentType: 'application/json', cacheControl: 'no-cache', body: Buffer.from('{}') };

test('nobody waits for a build but who asks for a package, and many who ask share one', async () => {
  const build = vi.fn(async () => new Map([['/packages/index.json', FILE]]));
  const askUnbuilt = await startedWith(startPackages(build));

  await Promise.all(['/api/v1/pipelines', '/', '/health'].map((path) => askUnbuilt(path)));
  expect(build).not.toHaveBeenCalled();

  const answers = await Promise.all([1, 2, 3].map(() => askUnbuilt('/packages/index.json')));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(build).toHaveBeenCalledOnce();
});

test('a build that failed says where to look, and is tried again', async () => {
  const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const build = vi
    .fn<() => Promise<Map<string, typeof FILE>>>()
    .mockRejectedValueOnce(new Error('no npm'))
    .mockResolvedValue(new Map([['/packages/index.json', FILE]]));
  const askUnbuilt = await startedWith(startPackages(build));

  const failed = await askUnbuilt('/packages/index.json');
  expect(failed.status).toBe(500);
  expect(await failed.text()).toContain('the output of the service says why');
  expect(printed).toHaveBeenCalledOnce();
  expect((await askUnbuilt('/packages/index.json')).status).toBe(200);
});
