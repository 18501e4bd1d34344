// The frame around every view: the theme, unknown addresses, and a service that goes down and comes back.
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { startServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { launchBrowser, usePortal } from './support/portal.ts';

const portal = await usePortal();

const background = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

test("the theme is the system's until somebody chooses one, and the choice stays", async () => {
  const page = await portal.open('/', { colorScheme: 'dark' });
  const dark = await background(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await background(page);
  expect(light).not.toBe(dark);

  await page.getByRole('button', { name: 'switch to light' }).click();
  await page.getByRole('button', { name: 'switch to dark' }).click();
  expect(await background(page)).toBe(dark);
  await page.reload();

  await page.getByRole('button', { name: 'Theme: dark' }).waitFor();
  expect(await background(page)).toBe(dark);
});

test.each([
  '/anything',
  '/pipelines/a/silver',
  '/pipelines/a/silver/b/versions/x',
  '/pipelines/a/silver/b/nothing',
])('%s says that it leads nowhere, or that the pipeline is not there', async (address) => {
  const page = await portal.open(address);

  await page
    .getByText(/There is nothing at this address|There is no pipeline/)
    .first()
    .waitFor();
});

test("the page shows the API's message for a pipeline that does not exist", async () => {
  const page = await portal.open('/pipelines/tests/silver/nowhere');

  const alert = page.getByRole('alert');
  await alert.waitFor();
  expect(await alert.textContent()).toContain('PIPELINE_NOT_FOUND');
  await lookAt(page, 'not-found');
});

test("the page shows the API's message for a name that no pipeline can have", async () => {
  const page = await portal.open('/pipelines/tests/iron/Nowhere');

  await page.getByText('INVALID_REQUEST').waitFor();
});

test('the keyboard reaches every link and button', async () => {
  const page = await portal.open('/pipelines/tests/silver/nowhere');
  await page.getByRole('alert').waitFor();

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');

  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
});

// The editor's language and a file's diff load later, on demand.
test.each([
  ['the list', () => '/', /^1 pipeline|pipelines$/],
  ['an overview', () => '/pipelines/tests/silver/first_load', /^v1/],
])('the first load of %s is at most 60 KB, compressed', async (_, address, shown) => {
  await portal.drafts.saveFile(uniquePipeline({ name: 'first_load' }), 'pipeline.sql', 'SELECT 1');
  const first = await portal.api.send('publishVersion', {
    params: uniquePipeline({ name: 'first_load' }),
    body: { message: 'First', skip_unchanged: true },
  });
  expect(first.status).toBeLessThan(300);
  const page = await portal.open('/config.json');
  // Nothing loads ahead then.
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } }),
  );
  const bodies: Promise<Buffer>[] = [];
  page.on('response', (response) => {
    if (!response.url().includes('/api/')) bodies.push(response.body());
  });

  await page.goto(address());
  await page.getByText(shown).first().waitFor();
  await page.getByRole('link', { name: 'first_load' }).or(page.getByText('first version')).first().waitFor();

  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body).length);
  expect(sizes.length).toBeGreaterThan(4);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60 * 1024);
});

test('the page says when it loses the connection, and recovers by itself', async () => {
  let servers = await startServers();
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    await servers.stop();
  });
  const pipeline = uniquePipeline({ name: 'orders' });
  await servers.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await servers.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  const page = await browser.newPage();
  await page.goto(`${servers.apiUrl}/pipelines/tests/silver/orders/run`);
  await page.getByRole('row', { name: /pipeline\.sql/ }).waitFor();

  await servers.kill9();
  await page.getByText('Connection lost').waitFor();
  expect(await page.getByRole('row', { name: /pipeline\.sql/ }).isVisible()).toBe(true);
  servers = await servers.restart();
  await page.getByText('Connection lost').waitFor({ state: 'detached' });
  await servers.api.ok('publishVersion', { params: pipeline, body: { message: 'Second' } });

  await page.getByText('Published v2').waitFor();
  await page.getByRole('heading', { name: /^Version 2/ }).waitFor();
});
