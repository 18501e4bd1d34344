// The list of all pipelines: the state of each, the search and the filters, and the keyboard.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Pipeline as ShownPipeline } from '../../client/types.ts';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { eventually } from '../support/eventually.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

const ODD = '<img src=x onerror=alert(1)> & "quotes" \u202e backwards 🦆 ünïcode';
const LONG = `First\nversion: ${'a long story about what was changed, and why it had to be, '.repeat(12)}`;
const [DIRTY, CLEAN, NEW] = ['Unpublished changes', /Published v\d/, 'Never published'] as const;

const orders: Pipeline = { namespace: 'shop', layer: 'silver', name: 'clean_orders' };
const rawOrders: Pipeline = { namespace: 'shop', layer: 'bronze', name: 'raw_orders' };
const revenue: Pipeline = { namespace: 'finance', layer: 'gold', name: 'revenue_by_month' };
const refunds: Pipeline = { namespace: 'finance', layer: 'silver', name: 'refunds' };
const long: Pipeline = {
  namespace: 'finance',
  layer: 'silver',
  name: `tax_${'of_all_countries_'.repeat(6)}`,
};

async function publish(pipeline: Pipeline, message: string): Promise<void> {
  await portal.api.ok('publishVersion', { params: pipeline, body: { message } });
}

const save = (pipeline: Pipeline, path: string, text: string) => portal.drafts.saveFile(pipeline, path, text);

/** The row of a pipeline, by its name. */
const rowOf = (page: Page, { name }: Pipeline) =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

const names = (page: Page) => page.locator('tbody th.name').allTextContents();
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search pipelines' });
const count = (page: Page) => page.locator('.list-head').getByRole('status').textContent();

test('an empty list says how to begin, and the first pipeline appears by itself', async () => {
  const page = await portal.open('/');
  await page.getByRole('heading', { name: 'There are no pipelines yet' }).waitFor();
  await lookAt(page, 'pipelines-none');

  await save(refunds, 'pipeline.sql', 'SELECT 1');

  await rowOf(page, refunds).getByText(NEW).waitFor();
  expect(await count(page)).toBe('1 pipeline');
});

describe('with pipelines', () => {
  beforeAll(addPipelines);

  describe('rows', rows);
  describe('search and filters', searchAndFilters);
  describe('keyboard and screen readers', keyboardAndScreenReaders);
});

async function addPipelines(): Promise<void> {
  const all = [orders, rawOrders, revenue, long];
  await Promise.all(all.map((pipeline) => save(pipeline, 'pipeline.sql', 'SELECT 1')));
  await save(revenue, 'pipeline.py', 'print(1)');
  await publish(orders, 'Drop orders without a customer');
  await publish(orders, ODD);
  await publish(long, LONG);
  await publish(revenue, 'Ünïted months');
  await save(revenue, 'pipeline.py', 'print(2)');
  await eventually(async () => {
    const { body } = await portal.api.ok('listPipelines', { query: { draft_dirty: true } });
    expect(body.pipelines).toHaveLength(1);
  });
}

function rows(): void {
  test('each pipeline stands under its namespace and layer, with its state, type, message and time', async () => {
    const page = await portal.open('/');

    await rowOf(page, orders).waitFor();

    expect(await page.getByRole('row').allTextContents()).toEqual([
      expect.stringContaining('Name'),
      'finance / silver 2',
      expect.stringMatching(/^refundsNever publishedsql$/),
      expect.stringMatching(/^tax_.*Published v1sqlFirst\nversion:.*just now$/s),
      'finance / gold 1',
      'revenue_by_monthUnpublished changesruns use v1pythonÜnïted monthsjust now',
      'shop / bronze 1',
      'raw_ordersNever publishedsql',
      'shop / silver 1',
      `clean_ordersPublished v2sql${ODD}just now`,
    ]);
    expect(await rowOf(page, orders).getByRole('link').getAttribute('href')).toBe(
      '/pipelines/shop/silver/clean_orders',
    );
    expect(await rowOf(page, long).locator('.message').getAttribute('title')).toBe(LONG.trim());
    expect(await count(page)).toBe('5 pipelines');
    await lookAt(page, 'pipelines');
  });

  test('a file saved straight to the bucket turns the badge, and saving it back turns it again', async () => {
    const page = await portal.open('/?q=clean_orders');
    const row = rowOf(page, orders);
    await row.getByText(CLEAN).waitFor();

    await save(orders, 'pipeline.sql', 'SELECT 2');
    await row.getByText(DIRTY).waitFor();
    expect(await row.locator('.state').textContent()).toBe(`${DIRTY}runs use v2`);
    await save(orders, 'pipeline.sql', 'SELECT 1');

    await row.getByText(CLEAN).waitFor();
  });

  test('a whole row leads to its pipeline', async () => {
    const page = await portal.open('/');
    const message = rowOf(page, orders).locator('.message');
    await message.waitFor();

    const box = await message.boundingBox();
    await page.mouse.click((box?.x ?? 0) + 3, (box?.y ?? 0) + 3);

    await page.getByRole('heading', { name: orders.name }).waitFor();
  });

  test('columns sort both ways, and what needs attention comes first on request', async () => {
    const page = await portal.open('/');
    await rowOf(page, orders).waitFor();
    const head = (name: string) => page.getByRole('columnheader', { name });
    const sortBy = (name: string) => head(name).getByRole('button').click();
    const paths = async () => (await names(page)).map((path) => path.split('/').at(-1));
    const byName = [orders.name, rawOrders.name, refunds.name, revenue.name, long.name];

    await sortBy('Name');
    await expect.poll(paths).toEqual(byName);
    expect(await head('Name').getAttribute('aria-sort')).toBe('ascending');
    expect(await names(page)).toContain('finance/silver/refunds');
    await sortBy('Name');
    await expect.poll(paths).toEqual(byName.toReversed());
    expect(await head('Name').getAttribute('aria-sort')).toBe('descending');
    await sortBy('Name');
    await expect.poll(() => page.getByRole('row').count()).toBe(10);
    await sortBy('Published');
    await expect
      .poll(async () => (await paths()).slice(0, 3))
      .toEqual([revenue.name, long.name, orders.name]);
    await page.getByLabel('Order').selectOption('Needs attention first');
    await expect.poll(paths).toEqual([revenue.name, refunds.name, rawOrders.name, long.name, orders.name]);
    expect(new URL(page.url()).search).toBe('?sort=attention');
    await lookAt(page, 'pipelines-attention');
    await page.reload();

    await expect.poll(paths).toHaveLength(5);
    expect((await paths())[0]).toBe(revenue.name);
  });

  test('a row names its publisher, and the search finds that name', async () => {
    const page = await portal.open('/health');
    // This service has no sign-in, so a name is put into its answers.
    await page.route(/\/api\/v1\/pipelines\?/, async (route) => {
      const response = await route.fetch();
      const { pipelines, next_cursor } = await response.json();
      const signed = pipelines.map((pipeline: ShownPipeline) => ({
        ...pipeline,
        published_by: pipeline.name === orders.name ? 'Ada@example.com' : null,
      }));
      await route.fulfill({ response, json: { pipelines: signed, next_cursor } });
    });

    await page.goto('/');

    await rowOf(page, orders).getByText('Ada@example.com').waitFor();
    expect(await rowOf(page, revenue).locator('.by').textContent()).toBe('');
    await lookAt(page, 'pipelines-signed');
    await search(page).fill('ada@');
    await expect.poll(() => names(page)).toEqual([orders.name]);
  });
}

function searchAndFilters(): void {
  test('the search finds every word in the names and the last message, in any case', async () => {
    const page = await portal.open('/');
    await rowOf(page, orders).waitFor();
    const found = async (text: string) => {
      await search(page).fill(text);
      return names(page);
    };

    expect(await found('FINANCE rev')).toEqual([revenue.name]);
    expect(await found('ünïted')).toEqual([revenue.name]);
    expect(await found('shop/silver')).toEqual([orders.name]);
    expect(await found('onerror=alert(1)> 🦆')).toEqual([orders.name]);
    expect(await found('  ')).toHaveLength(5);
    expect(await found('e_orders')).toEqual([]);
    expect(await found('100% & a+b=c#d')).toEqual([]);
    expect(await search(page).inputValue()).toBe('100% & a+b=c#d');
    expect(await found('orders')).toEqual([rawOrders.name, orders.name]);
    expect(await count(page)).toBe('2 of 5 pipelines');
  });

  test('filters are in the address: back, forward, a reload and a way back from a pipeline keep them', async () => {
    const page = await portal.open('/');
    await page.getByLabel('Namespace').selectOption('finance');
    await page.getByLabel('Layer').selectOption('silver');
    await search(page).pressSequentially('ref');
    await expect.poll(() => names(page)).toEqual([refunds.name]);
    expect(new URL(page.url()).search).toBe('?q=ref&namespace=finance&layer=silver');

    await page.reload();
    await rowOf(page, refunds).waitFor();
    expect(await search(page).inputValue()).toBe('ref');
    await rowOf(page, refunds).getByRole('link').click();
    await page.getByRole('heading', { name: refunds.name }).waitFor();
    await page.goBack();
    await rowOf(page, refunds).waitFor();
    expect(await names(page)).toEqual([refunds.name]);

    await page.goBack(); // what was typed is no step
    await expect.poll(() => names(page)).toEqual([refunds.name, long.name, revenue.name]);
    await page.goBack();
    await expect.poll(() => names(page)).toHaveLength(5);
    await page.goForward();
    await expect.poll(() => names(page)).toHaveLength(3);
    expect(await page.getByLabel('Namespace').inputValue()).toBe('finance');
  });

  test('a pipeline leads to the others of its layer', async () => {
    const page = await portal.open('/pipelines/finance/silver/refunds');

    await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'silver' }).click();

    await rowOf(page, refunds).waitFor();
    expect(await names(page)).toEqual([refunds.name, long.name]);
    expect(await page.getByLabel('Layer').inputValue()).toBe('silver');
  });

  test('the filter for unpublished changes leaves out what was never published, and what is edited joins', async () => {
    const page = await portal.open('/');
    await page.getByLabel('Only unpublished changes').check();
    await expect.poll(() => names(page)).toEqual([revenue.name]);
    expect(new URL(page.url()).search).toBe('?unpublished=1');

    await save(orders, 'pipeline.sql', 'SELECT 3');

    await expect.poll(() => names(page)).toEqual([revenue.name, orders.name]);
    await publish(orders, 'Third');
    await expect.poll(() => names(page)).toEqual([revenue.name]);
  });

  test('where nothing matches, one press clears the filters', async () => {
    const page = await portal.open('/?q=nothing+like+it&namespace=gone&layer=gold');
    await page.getByRole('heading', { name: 'No pipeline matches' }).waitFor();
    expect(await count(page)).toBe('0 of 5 pipelines');
    expect(await page.getByLabel('Namespace').inputValue()).toBe('gone');
    await lookAt(page, 'pipelines-no-match');

    await page.getByRole('button', { name: 'Clear filters' }).click();

    await expect.poll(() => names(page)).toHaveLength(5);
    expect(new URL(page.url()).search).toBe('');
    expect(await search(page).evaluate((field) => field === document.activeElement)).toBe(true);
  });
}

function keyboardAndScreenReaders(): void {
  test('the keyboard alone searches, walks the rows and opens one', async () => {
    const page = await portal.open('/');
    await rowOf(page, orders).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };

    await press('/', 'o', 'r', '/', 'Backspace', 'Backspace', 'Backspace', 'ArrowDown');
    expect(await focused()).toBe(refunds.name);
    await press('ArrowDown', 'ArrowDown');
    expect(await focused()).toBe(revenue.name);
    await press('ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown');
    expect(await focused()).toBe(orders.name);
    await press('ArrowUp', '/');
    expect(await search(page).evaluate((field) => field === document.activeElement)).toBe(true);
    await press('ArrowDown', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter');

    await page.getByRole('heading', { name: revenue.name }).waitFor();
    await page.goBack();
    await expect.poll(focused).toBe(revenue.name);
  });

  test('a screen reader gets a table with named columns and numbered rows', async () => {
    const page = await portal.open('/');
    await rowOf(page, orders).waitFor();

    const tree = await axTree(page);

    expect(tree.filter(({ role }) => role === 'row')).toHaveLength(10);
    expect(tree.filter(({ role }) => role === 'columnheader').map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Name', 'State', 'Type', 'Last message', 'Published']),
    );
    expect(tree.filter(({ role }) => role === 'rowheader').map(({ name }) => name)).toContain(orders.name);
    expect(await page.getByRole('table', { name: 'Pipelines' }).getAttribute('aria-rowcount')).toBe('10');
    expect(await rowOf(page, orders).getAttribute('aria-rowindex')).toBe('10');
  });
}

/** The tree that Chromium gives to screen readers: a role in the markup does not prove that it is there. */
async function axTree(page: Page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes
    .filter(({ ignored }) => !ignored)
    .map(({ role, name }) => ({ role: role?.value as string, name: name?.value as string }));
}
