// The README's pictures of the portal. `PICTURES=docs npm run test:portal -- readme-pictures` makes them again; without
// PICTURES they go to the other screenshots.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { usePortal } from './support/portal.ts';

const FOLDER = join(import.meta.dirname, '../..', process.env.PICTURES ?? 'test-results/portal');
const ORDERS = { namespace: 'default', layer: 'silver', name: 'clean_orders' } as const;
const ADDRESS = '/pipelines/default/silver/clean_orders';
const SIZE = { width: 1100, height: 760 };

const sqlWith = (condition: string) => `-- silver.clean_orders: one row per order, in its latest state
SELECT
  order_id,
  customer_id,
  CAST(amount AS DECIMAL(12, 2)) AS amount,
  CAST(ordered_at AS TIMESTAMP) AS ordered_at
FROM bronze.raw_orders
WHERE ${condition}
QUALIFY row_number() OVER (PARTITION BY order_id ORDER BY loaded_at DESC) = 1
`;

const portal = await usePortal();

beforeAll(async () => {
  await seed();
});

test("the overview with the draft's changes and the history", async () => {
  const page = await portal.open(ADDRESS, SIZE);
  await page.getByText('Unpublished changes').waitFor();

  await page.getByText("state <> 'cancelled'").waitFor();
  await page.getByText('first version').waitFor();

  expect(await pictureOf(page, 'portal-overview')).toBeGreaterThan(10_000);
});

test('the editor after somebody else has saved the same file', async () => {
  const page = await portal.open(`${ADDRESS}/code?file=pipeline.sql`, { ...SIZE, colorScheme: 'dark' });
  await page
    .getByRole('textbox', { name: /pipeline\.sql/ })
    .getByText('QUALIFY')
    .click();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.type(" AND country = 'CH'");
  const theirs = sqlWith("order_id IS NOT NULL AND state IN ('paid', 'sent')");
  await portal.drafts.saveFile(ORDERS, 'pipeline.sql', theirs);

  await page.keyboard.press('Control+S');
  await page.getByText('There now').waitFor();

  expect(await pictureOf(page, 'portal-conflict')).toBeGreaterThan(10_000);
});

async function pictureOf(page: Page, name: string): Promise<number> {
  return (await page.screenshot({ path: join(FOLDER, `${name}.png`) })).length;
}

async function seed(): Promise<void> {
  const { drafts, api } = portal;
  const publish = (message: string) => api.ok('publishVersion', { params: ORDERS, body: { message } });
  await drafts.saveFiles(ORDERS, {
    'pipeline.sql': sqlWith('order_id IS NOT NULL'),
    'config.yaml': 'materialized: table\nschedule: hourly\n',
    'tests/quality/order_id_is_unique.sql':
      'SELECT order_id FROM silver.clean_orders GROUP BY 1 HAVING count(*) > 1\n',
  });
  await publish('Orders, one row each');
  await drafts.saveFile(
    ORDERS,
    'tests/quality/amount_is_not_negative.sql',
    'SELECT * FROM silver.clean_orders WHERE amount < 0\n',
  );
  await publish('Test that amounts are not negative');
  await drafts.saveFile(ORDERS, 'pipeline.sql', sqlWith('amount > 0'));
  await drafts.deleteFile(ORDERS, 'tests/quality/order_id_is_unique.sql');
  await publish('Leave out free orders');
  await api.ok('rollbackVersion', {
    params: { ...ORDERS, version_number: 2 },
    body: { message: 'Free orders are orders: back to version 2' },
  });
  await drafts.saveFile(ORDERS, 'pipeline.sql', sqlWith("order_id IS NOT NULL AND state <> 'cancelled'"));
  await drafts.saveFile(
    ORDERS,
    'tests/quality/order_id_is_unique.sql',
    'SELECT order_id FROM silver.clean_orders GROUP BY 1 HAVING count(*) > 1\n',
  );
}
