// The portal beside the API: what is answered with its files, how they are sent, and what is left to the API.
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { startGateway } from '../../../../infra/local/gateway/gateway.ts';
import { startPortal } from '../../../../infra/local/gateway/portal.ts';
import { PAGE, type PortalFile } from '../../../../portal/build.ts';

const SOURCE = join(import.meta.dirname, '../../../../portal/index.html');

async function startedWith(portal: ReturnType<typeof startPortal>) {
  const loadHandler = async () => async () => ({ statusCode: 404, body: '{"error":"of the API"}' });
  const gateway = await startGateway({ port: 0, routes: [], loadHandler, portal });
  afterAll(async () => {
    await gateway.close();
    await portal.close();
  });
  return (path: string, init?: RequestInit) => fetch(gateway.url + path, init);
}

const ask = await startedWith(startPortal({ watched: false }));

test.each([
  '/',
  '/pipelines/a/silver/b',
  '/pipelines/a/silver/b/versions/3',
  '/pipelines/a/silver/b/code?file=x',
])('%s shows the page, which is asked for anew each time', async (path) => {
  const response = await ask(path);

  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('Cache-Control')).toBe('no-cache');
  expect(await response.text()).toContain('<div id="app">');
});

test('the page names its script and styles by their content, so that they can be kept for ever', async () => {
  const page = await (await ask('/')).text();
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);

  const responses = await Promise.all(named.map((path) => ask(path)));

  expect(responses.map(({ headers }) => headers.get('Content-Type')).toSorted()).toEqual([
    'text/css; charset=utf-8',
    'text/javascript; charset=utf-8',
  ]);
  for (const { headers } of responses) {
    expect(headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  }
});

test('a page may load from its own origin alone, and runs nothing that stands in it', async () => {
  const policy = (await ask('/')).headers.get('Content-Security-Policy') ?? '';

  const sources = policy.split('; ').map((directive) => directive.split(' '));
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
  expect(sources).toContainEqual(['script-src', "'self'"]);
  expect(sources).toContainEqual(['style-src', "'self'"]);
  expect(sources).toContainEqual(['connect-src', "'self'"]);
});

test('nobody has to sign in on this machine', async () => {
  expect(await (await ask('/config.json')).json()).toEqual({});
});

test('HEAD answers as GET does, without the page', async () => {
  const response = await ask('/', { method: 'HEAD' });

  expect(response.status).toBe(200);
  expect(await response.text()).toBe('');
});

test.each(['/anything', '/pipelines', '/versions/3'])(
  'a browser that asks for %s, where nothing is, gets 404 with the page',
  async (path) => {
    const response = await ask(path, { headers: { Accept: 'text/html,*/*;q=0.8' } });

    expect(response.status).toBe(404);
    expect(await response.text()).toContain('<div id="app">');
  },
);

test.each(['/api/v1/anything', '/health', '/assets/nothing.js'])(
  '%s is left to the API, whoever asks',
  async (path) => {
    const response = await ask(path, { headers: { Accept: 'text/html' } });

    expect(await response.json()).toEqual({ error: 'of the API' });
  },
);

test.each([
  ['GET', '/api/v1/pipelines'],
  ['GET', '/health'],
  ['GET', '/pipelines'],
  ['GET', '/assets/nothing.js'],
  ['POST', '/'],
  ['PUT', '/pipelines/a/silver/b'],
])('%s %s is left to the API', async (method, path) => {
  expect(await (await ask(path, { method })).json()).toEqual({ error: 'of the API' });
});

const PAGE_FILE: PortalFile = { contentType: 'text/html', cacheControl: 'no-cache', body: new Uint8Array() };

test('requests to the API do not wait for a build of the portal', async () => {
  const build = vi.fn(async () => new Map([[PAGE, PAGE_FILE]]));
  const askUnbuilt = await startedWith(startPortal({ watched: false, build }));

  for (const path of ['/api/v1/pipelines', '/api/v1/openapi.json', '/health', '/_events/s3'])
    expect((await askUnbuilt(path, { headers: { Accept: 'text/html' } })).status).toBe(404);
  expect(build).not.toHaveBeenCalled();

  const pages = await Promise.all(['/', '/pipelines/a/silver/b'].map((path) => askUnbuilt(path)));
  expect(pages.map(({ status }) => status)).toEqual([200, 200]);
  expect(build).toHaveBeenCalledOnce();
});

test('a watched portal is built again when a source changes', async () => {
  const watched = await startedWith(startPortal({ watched: true }));
  const build = async () => (await watched('/portal-build')).text();
  const before = await build();

  await expect
    .poll(async () => {
      await utimes(SOURCE, new Date(), new Date());
      return build();
    })
    .not.toBe(before);

  expect(await (await watched('/')).text()).toContain('<div id="app">');
});

test('without watching nobody is told of builds', async () => {
  expect((await ask('/portal-build')).status).toBe(404);
});
