// The list while the service fails: loaded rows stay, the view says what failed, and everything recovers.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();
const PAGES = /\/api\/v1\/pipelines\?/;
const THROTTLED = { code: 'THROTTLED', type: 'RATE_LIMIT', message: 'Too many at once.', request_id: 'r-1' };

test('when a page fails, the view says so, keeps the loaded rows, and goes on when asked', async () => {
  const pipelines = [uniquePipeline({ name: 'one' }), uniquePipeline({ name: 'two' })];
  for (const pipeline of pipelines) await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const page = await portal.open('/');
  await page.getByText('2 pipelines', { exact: true }).waitFor();
  let isFailing = true;
  await page.route(PAGES, async (route) => {
    const url = new URL(route.request().url());
    const isFirst = !url.searchParams.has('cursor');
    if (isFirst && !isFailing) return; // never answered: asking again by itself does not help
    if (!isFirst && isFailing) return route.fulfill({ status: 429, json: { error: THROTTLED } });
    url.searchParams.set('limit', '1'); // two pages of the real service
    return route.continue({ url: url.href });
  });

  await page.reload();
  await page.getByRole('alert').getByText(THROTTLED.message).waitFor();
  expect(await page.getByRole('link', { name: /^(one|two)$/ }).count()).toBe(1);
  await page.getByText('1 pipeline, not all loaded').waitFor();
  await lookAt(page, 'pipelines-failed-page');
  isFailing = false;
  await page.getByRole('button', { name: 'Try again' }).click();

  await page.getByText('2 pipelines', { exact: true }).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

/** Parts that load ahead, once the page rests, each with all that it imports. */
async function hasLoaded(page: Page, ...parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    const found = await page.waitForFunction(
      (start) => performance.getEntriesByType('resource').find(({ name }) => name.includes(start))?.name,
      `/${part}-`,
    );
    // As text: vitest rewrites imports of functions.
    await page.evaluate(`import(${JSON.stringify(await found.jsonValue())})`);
  }
}

test('while the service is down the view keeps saying so, and the list loads once it is up', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const { namespace, layer, name } = pipeline;
  const page = await portal.open(`/pipelines/${namespace}/${layer}/${name}`);
  await page.getByText('Never published').waitFor();
  const publish = page.getByRole('button', { name: 'Publish', exact: true });
  await publish.waitFor();
  await hasLoaded(page, 'pipelines-view', 'publish-dialog');

  await portal.kill9();
  await publish.click();
  await page.getByRole('dialog', { name: 'Publish version 1' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('banner').getByRole('link', { name: 'Pipelines' }).click();
  const alert = page.getByRole('alert');
  await alert.getByText('cannot be reached').waitFor();
  const shown = await alert.elementHandle();
  await page.waitForEvent('requestfailed'); // it looks again
  await page.waitForEvent('requestfailed');
  expect(await shown?.evaluate((element) => element.isConnected)).toBe(true);
  await lookAt(page, 'pipelines-down');
  await portal.restart();

  await page.getByRole('link', { name }).waitFor();
  expect(await alert.count()).toBe(0);

  await portal.kill9();
  await page.getByText('Connection lost').waitFor();
  expect(await page.getByRole('link', { name }).count()).toBe(1);
  expect(await alert.count()).toBe(0);
  await portal.restart();
  await page.getByText('Connection lost').waitFor({ state: 'detached' });
  await portal.drafts.saveFile(uniquePipeline({ name: 'newcomer' }), 'pipeline.sql', 'SELECT 1');
  await page.getByRole('link', { name: 'newcomer' }).waitFor();
});
