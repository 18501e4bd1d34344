// A foreign web page, in a real browser beside a running `npm start`, can read nothing and change nothing. The same
// attacks as raw requests: test/security/foreign-pages.test.ts.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parseFlags } from '../../infra/local/service/flags.ts';
import { type LocalServer, startLocalServer } from '../../infra/local/service/local-server.ts';

const REBOUND = 'rebound.example';
const EVIL = 'evil.example';
const DRAFT = '/api/v1/pipelines/default/silver/clean_orders';

let server: LocalServer;
let browser: Browser;
let dataDir: string;
let evil: string;
const site = createServer((_, response) => {
  response.setHeader('Content-Type', 'text/html');
  response.end('<!doctype html><title>A page of somebody else</title>');
});

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'foreign-page-'));
  server = await startLocalServer(
    parseFlags(['--port', '0', '--s3-port', '0', '--dynamodb-port', '0', '--data', dataDir]),
  );
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  evil = `http://${EVIL}:${(site.address() as AddressInfo).port}/`;
  browser = await launchDeceivedBrowser();
});
afterAll(async () => {
  await browser?.close();
  site.close();
  await server?.close();
  await rm(dataDir, { recursive: true, force: true });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

/** Resolves the attacker's names to this machine, as DNS rebinding does. */
function launchDeceivedBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH;
  if (executablePath === undefined) throw new Error('CHROMIUM_PATH is not set; use npm run test:portal');
  const names = `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1, MAP ${EVIL} 127.0.0.1`;
  // Newer Chromiums ask people before a page may reach their machine; other browsers do not, so it does not count here.
  const unasked = '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests';
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [names, unasked, ...sandbox] });
}

async function openForeign(address = evil): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  return page;
}

interface Attempt {
  readonly url: string;
  readonly init?: RequestInit;
}

/** What the page can read: the answer's text, `opaque`, or the browser's refusal. */
function tryFetch(page: Page, attempt: Attempt): Promise<string> {
  return page.evaluate(async ({ url, init }) => {
    try {
      const response = await fetch(url, init);
      return response.type === 'opaque' ? 'opaque' : `${response.status} ${await response.text()}`;
    } catch {
      return 'kept away';
    }
  }, attempt);
}

const scanOf = (headers: Record<string, string>): RequestInit => ({
  method: 'POST',
  headers,
  body: JSON.stringify({ TableName: 'pipeline-versions' }),
});
const SIGNED = {
  'Content-Type': 'application/x-amz-json-1.0',
  'X-Amz-Target': 'DynamoDB_20120810.Scan',
  Authorization:
    'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
};

test("the portal's own page gets answers", async () => {
  const page = await openForeign(`${server.apiUrl}/`);

  expect(await tryFetch(page, { url: DRAFT })).toMatch(/^200 .*"clean_orders"/);
});

test('a foreign page cannot read answers of the API, S3, DynamoDB or the webhook', async () => {
  const page = await openForeign();

  const seen = await Promise.all([
    tryFetch(page, { url: `${server.apiUrl}${DRAFT}` }),
    tryFetch(page, { url: `${server.apiUrl}/_events/s3`, init: { method: 'POST', body: '{"Records":[]}' } }),
    tryFetch(page, { url: `${server.s3Url}/pipelines` }),
    tryFetch(page, { url: server.dynamodbUrl, init: scanOf(SIGNED) }),
    tryFetch(page, { url: server.dynamodbUrl, init: scanOf({ 'Content-Type': 'text/plain' }) }),
  ]);

  expect(seen).toEqual(Array(5).fill('kept away'));
});

test('requests that a foreign page sends without a preflight change nothing and crash nothing', async () => {
  const page = await openForeign();
  const blind = (url: string, body: string): Attempt => ({
    url,
    init: { method: 'POST', mode: 'no-cors', body },
  });

  await tryFetch(page, blind(`${server.apiUrl}${DRAFT}/publish`, '{"message":"by a foreign page"}'));
  await tryFetch(page, blind(server.dynamodbUrl, 'null'));
  await tryFetch(page, blind(`${server.s3Url}/pipelines?delete`, '<Delete/>'));

  const pipeline = await (await fetch(`${server.apiUrl}${DRAFT}`)).json();
  expect(pipeline).toMatchObject({ latest_version: null });
  expect((await fetch(server.dynamodbUrl)).status).toBe(200);
});

test('a form that a foreign page submits publishes nothing', async () => {
  const page = await openForeign();
  const answered = page.waitForResponse((response) => response.url().startsWith(server.apiUrl));

  await page.evaluate((action) => {
    const form = Object.assign(document.createElement('form'), {
      action,
      method: 'POST',
      enctype: 'text/plain',
    });
    form.append(Object.assign(document.createElement('input'), { name: '{"message":"', value: 'forged"}' }));
    document.body.append(form);
    form.submit();
  }, `${server.apiUrl}${DRAFT}/publish`);

  expect((await answered).status()).toBe(403);
});

test("a foreign page cannot run a draft's file as a script or show it as an image", async () => {
  const file = `${server.apiUrl}${DRAFT}/files/steal.js`;
  await fetch(file, { method: 'PUT', body: 'globalThis.stolen = true;' });
  const page = await openForeign();

  const loaded = await page.evaluate(async (src) => {
    const load = (tag: 'script' | 'img') =>
      new Promise<string>((resolve) => {
        const element = Object.assign(document.createElement(tag), { src });
        element.onload = () => resolve('loaded');
        element.onerror = () => resolve('refused');
        document.body.append(element);
      });
    return [await load('script'), await load('img'), 'stolen' in globalThis];
  }, file);

  expect(loaded).toEqual(['refused', 'refused', false]);
});

test('a foreign page cannot show the portal in a frame', async () => {
  const page = await openForeign();

  await page.evaluate((src) => {
    const frame = Object.assign(document.createElement('iframe'), { src });
    const done = new Promise((resolve) => frame.addEventListener('load', resolve));
    document.body.append(frame);
    return done;
  }, `${server.apiUrl}/`);

  const [, frame] = page.frames();
  expect(await frame?.locator('#app').count()).toBe(0);
});

/** A name that resolves to the page's own server first, and to this machine afterwards. */
async function openRebound(url: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.route(url, (route) =>
    route.fulfill({ contentType: 'text/html', body: 'A page of somebody else' }),
  );
  await page.goto(url);
  await page.unrouteAll();
  return page;
}

test.each(['apiUrl', 's3Url', 'dynamodbUrl'] as const)(
  'a name of its own that leads to this machine opens no door at %s',
  async (which) => {
    const page = await openRebound(`${server[which].replace('127.0.0.1', REBOUND)}/`);

    const reads = await tryFetch(page, { url: which === 'apiUrl' ? DRAFT : '/' });
    const scans = await tryFetch(page, { url: '/', init: scanOf(SIGNED) });

    expect(reads).toMatch(/^403 /);
    expect(scans).toMatch(/^403 /);
  },
);
