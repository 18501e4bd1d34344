// What every view must stand on a phone: links for fingers, nothing that sticks out, no keys that a phone does not have.
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();
const pipeline = uniquePipeline();
const address = `/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`;
const PHONE = { width: 390, height: 844, isPhone: true };

beforeAll(async () => {
  await portal.drafts.saveFiles(pipeline, {
    'pipeline.sql': 'SELECT 1\n',
    'tests/quality/order_id_is_unique_and_never_null.sql': 'SELECT 1\n',
  });
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2\n');
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'Second' } });
  await portal.api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });
});

/** Links that are lower than a finger needs; those among words are as high as their line. */
const lowLinks = (page: Page) =>
  page
    .locator('a:visible:not(p a, .skip-link)')
    .evaluateAll((links) =>
      links
        .filter((link) => Math.min(...[...link.getClientRects()].map(({ height }) => height)) < 24)
        .map((link) => link.outerHTML),
    );

const VIEWS: readonly (readonly [view: string, path: string, shown: RegExp])[] = [
  ['list', '/', /^Unpublished changes$/],
  ['activity', '/activity', /First/],
  ['overview', address, /^first version$/],
  ['version', `${address}/versions/2`, /^Changes since version 1$/],
  ['compare', `${address}/compare?from=1&to=2`, /^1 modified$/],
  ['run', `${address}/run`, /^Version 3 in/],
  ['code', `${address}/code?file=pipeline.sql`, /^SELECT 2$/],
  ['code-version', `${address}/code?version=2`, /^SELECT 2$/],
  ['unknown', '/pipelines/tests/silver/nowhere', /There is no pipeline/],
];

test.each(VIEWS)('the %s', async (view, path, shown) => {
  const page = await portal.open(path, PHONE);
  await page.getByText(shown).first().waitFor();

  expect(await lowLinks(page)).toEqual([]);
  await page.screenshot({ path: `test-results/portal/phone-${view}.png` });
  const words = await page.locator('body').innerText();
  expect(words).not.toMatch(/Ctrl\+|⌘|F8 goes|press Escape/);
  expect(await page.locator('[title*="Ctrl"]').count()).toBe(0);
  const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(isWide).toBe(false);
});

test('“Save” stays in its row while one types', async () => {
  const page = await portal.open(`${address}/code?file=pipeline.sql`, PHONE);
  const save = page.getByRole('button', { name: 'Save' });
  await page.locator('.cm-content').getByText('SELECT 2').click();
  const before = await save.boundingBox();

  await page.keyboard.type('-- more');
  await page.getByText('Unsaved changes').waitFor();

  const rename = await page.getByRole('button', { name: 'Rename' }).boundingBox();
  const discard = await page.getByRole('button', { name: 'Discard' }).boundingBox();
  const after = await save.boundingBox();
  await page.screenshot({ path: 'test-results/portal/phone-save.png' });
  expect(after).toEqual(before);
  expect([rename?.y, discard?.y]).toEqual([after?.y, after?.y]);
});

test('a dialog advertises no keys', async () => {
  const page = await portal.open(address, PHONE);
  await page.getByRole('button', { name: 'Roll back to v2' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 modified').waitFor();

  expect(await dialog.innerText()).not.toMatch(/Enter sends it/);
  await lookAt(page, 'phone-rollback');
});
