// Thousands of pipelines: the list has all, the page only a few rows.
import pMap from 'p-map';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { DEFAULT_LAYOUT } from '../../functions/domain/layout.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const { layers: LAYERS } = DEFAULT_LAYOUT;

const COUNT = 2_000;
const NAMESPACES = 8;
// For a busy machine.
const SLOW_MS = 180_000;
const LOAD_MS = 30_000;

const portal = await usePortal();

const pipelines = Array.from({ length: COUNT }, (_, index) => ({
  namespace: `team_${index % NAMESPACES}`,
  layer: LAYERS[Math.floor(index / NAMESPACES) % LAYERS.length] ?? 'gold',
  name: `pipeline_${String(index).padStart(4, '0')}`,
}));
const FIRST = 'pipeline_0000'; // of team_0 / bronze
const LAST = 'pipeline_1991'; // of team_7 / gold

beforeAll(async () => {
  await pMap(pipelines, (pipeline) => portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1'), {
    concurrency: 16,
  });
  await eventually(async () => expect(await countListed()).toBe(COUNT), SLOW_MS);
}, SLOW_MS);

async function countListed(): Promise<number> {
  let count = 0;
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: Record<string, string> = { limit: '200', ...(cursor && { cursor }) };
    const { body } = await portal.api.ok('listPipelines', { query });
    count += body.pipelines.length;
    cursor = body.next_cursor;
  }
  return count;
}

async function allLoaded(page: Page): Promise<void> {
  await page.getByText('2,000 pipelines', { exact: true }).waitFor({ timeout: LOAD_MS });
  await page.locator('tbody tr').first().waitFor();
}

const scrollTop = (page: Page) => page.evaluate(() => Math.round(window.scrollY));
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });
const toTheEnd = (page: Page) => page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));

test('the heading counts all pipelines, and few rows are in the page at any scroll position', async () => {
  const page = await portal.open('/');
  const rowCount = () => page.locator('tbody tr').count();

  await allLoaded(page);
  expect(await rowCount()).toBeLessThan(60);
  await lookAt(page, 'pipelines-many');
  await toTheEnd(page);

  await link(page, LAST).waitFor();
  expect(await rowCount()).toBeLessThan(60);
  expect(await page.getByRole('row').last().getAttribute('aria-rowindex')).toBe('2025'); // with headings
  await lookAt(page, 'pipelines-many-end');
});

test('typing finds one pipeline among thousands', async () => {
  const page = await portal.open('/');
  await allLoaded(page);

  await page.getByRole('searchbox').pressSequentially('team_3 1234');
  expect(await page.locator('tbody th.name').count()).toBe(0);
  await page.getByRole('searchbox').fill('team_2 1234');

  await link(page, 'pipeline_1234').waitFor();
  expect(await page.locator('tbody th.name').count()).toBe(1);
  await page.getByText('1 of 2,000 pipelines').waitFor();
});

test("going back restores the list's scroll position, and a pipeline opens at its top", async () => {
  const page = await portal.open('/');
  await allLoaded(page);
  await page.mouse.wheel(0, 30_000);
  await expect.poll(() => scrollTop(page)).toBe(30_000);
  const name = await page.locator('tbody th.name').nth(20).textContent();

  await link(page, name ?? '').click();
  await page.getByRole('heading', { name: name ?? '' }).waitFor();
  expect(await scrollTop(page)).toBe(0);
  await page.goBack();
  await link(page, name ?? '').waitFor();

  await expect.poll(() => scrollTop(page)).toBe(30_000);
  await page.reload();
  await expect.poll(() => scrollTop(page)).toBe(30_000);
  await link(page, name ?? '').click();
  await page.getByRole('link', { name: 'Pipelines', exact: true }).click();

  await link(page, FIRST).waitFor();
  expect(await scrollTop(page)).toBe(0);
});

test('the row with the focus stays drawn when it scrolls out of view, and arrow keys go on from it', async () => {
  const page = await portal.open('/');
  await allLoaded(page);
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  const isInSight = () =>
    page.evaluate(() => {
      const { top, bottom } = document.activeElement?.getBoundingClientRect() ?? new DOMRect();
      return top >= 0 && bottom <= window.innerHeight;
    });

  await page.keyboard.press('/');
  for (let times = 0; times < 60; times++) await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('pipeline_1416');
  expect(await isInSight()).toBe(true);
  await toTheEnd(page);
  await link(page, LAST).waitFor();

  await page.keyboard.press('ArrowUp');
  expect(await focused()).toBe('pipeline_1392');
  await expect.poll(isInSight).toBe(true);
});

test(
  'what is being read stays in its place while others come above it',
  async () => {
    const page = await portal.open('/?layer=gold');
    await allLoadedOf(page, 'gold');
    await page.mouse.wheel(0, 5_000);
    await expect.poll(() => scrollTop(page)).toBe(5_000);
    const row = page.locator('tbody th.name').nth(20);
    const name = (await row.textContent()) ?? '';
    const top = () => link(page, name).evaluate((element) => Math.round(element.getBoundingClientRect().top));
    const before = await top();

    const first = { namespace: 'a_first', layer: 'gold', name: 'newcomer' } as const;
    await portal.drafts.saveFile(first, 'pipeline.sql', 'SELECT 1');

    await expect.poll(() => scrollTop(page), { timeout: 60_000 }).toBe(5_000 + 2 * 36); // and its heading
    expect(await top()).toBe(before);
  },
  SLOW_MS,
);

async function allLoadedOf(page: Page, layer: string): Promise<void> {
  const total = pipelines.filter((pipeline) => pipeline.layer === layer).length;
  await page.getByText(`${total} of 2,000 pipelines`, { exact: true }).waitFor({ timeout: LOAD_MS });
  await page.locator('tbody tr').first().waitFor();
}
