// Comparing any two states of a pipeline.
import { expect, test } from 'vitest';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

type Pipeline = ReturnType<typeof uniquePipeline>;

const address = ({ namespace, layer, name }: Pipeline, query = '') =>
  `/pipelines/${namespace}/${layer}/${name}/compare${query}`;

/** The option of version n has index n, that of the draft one more. */
async function withVersions(count: number) {
  const pipeline = uniquePipeline();
  for (let number = 1; number <= count; number++) {
    await portal.drafts.saveFile(pipeline, 'pipeline.sql', `SELECT ${number}\n`);
    await portal.api.ok('publishVersion', { params: pipeline, body: { message: `Select ${number}` } });
  }
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', `SELECT ${count + 1}\n`);
  return pipeline;
}

test('the view compares versions and the draft, and the address keeps both sides', async () => {
  const pipeline = await withVersions(3);
  const page = await portal.open(address(pipeline));
  const lines = page.locator('.patch').locator('tr.removed .text, tr.added .text');

  await expect.poll(() => lines.allTextContents()).toEqual(['−SELECT 3', '+SELECT 4']);
  await page.getByLabel('From', { exact: true }).selectOption('1');
  await expect.poll(() => lines.allTextContents()).toEqual(['−SELECT 1', '+SELECT 4']);
  await page.getByLabel('To', { exact: true }).selectOption('2');
  await expect.poll(() => lines.allTextContents()).toEqual(['−SELECT 1', '+SELECT 2']);
  await lookAt(page, 'compare');
  await page.getByRole('button', { name: 'Swap the sides' }).click();
  await expect.poll(() => lines.allTextContents()).toEqual(['−SELECT 2', '+SELECT 1']);
  expect(new URL(page.url()).search).toBe('?from=2&to=1');
  await page.reload();

  await page.getByText('1 modified').waitFor();
  expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('2');
  await page.goBack();
  await expect.poll(() => page.getByLabel('From', { exact: true }).inputValue()).toBe('1');
});

test('an open diff of the draft follows the draft', async () => {
  const pipeline = await withVersions(1);
  const page = await portal.open(address(pipeline, '?from=1&to=draft'));
  await page.locator('tr.added').getByText('SELECT 2').waitFor();

  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 99\n');

  await page.locator('tr.added').getByText('SELECT 99').waitFor();
});

test('a diff marks the words that differ within a line', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT id, amount FROM orders\n');
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT id, total FROM orders\n');
  const page = await portal.open(address(pipeline));

  await page.locator('tr.added mark').waitFor();
  expect(await page.locator('mark').allTextContents()).toEqual(['amount', 'total']);
  await lookAt(page, 'compare-words');
});

test('the view says so when both sides are the same state or have the same files', async () => {
  const pipeline = await withVersions(1);
  const page = await portal.open(address(pipeline, '?from=draft&to=draft'));
  await page.getByText('This is the draft twice').waitFor();

  await page.getByLabel('From', { exact: true }).selectOption('1');
  await page.getByLabel('To', { exact: true }).selectOption('current');
  await page.getByText('This is version 1 twice').waitFor();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n');
  await page.getByLabel('To', { exact: true }).selectOption('draft');

  await page.getByText('version 1 and the draft have the same files').waitFor();
});

test.each([
  ['?from=99&to=draft', 'VERSION_NOT_FOUND'],
  ['?from=nonsense&to=draft', 'INVALID_REQUEST'],
  ['?from=0&to=1', 'INVALID_REQUEST'],
])("the page shows the API's message for %s, and another side can be chosen", async (query, code) => {
  const pipeline = await withVersions(1);
  const page = await portal.open(address(pipeline, query));

  await page.getByText(code).waitFor();
  await lookAt(page, `compare-${code.toLowerCase()}`);
  await page.getByLabel('From', { exact: true }).selectOption('1');
  await page.getByLabel('To', { exact: true }).selectOption('draft');

  await page.getByText('1 modified').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('before the first publish every file of the draft is new', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n');
  const page = await portal.open(address(pipeline));

  await page.getByText('1 added').waitFor();
  await page.getByLabel('To', { exact: true }).selectOption('current');

  await page.getByText('NOT_PUBLISHED').waitFor();
});
