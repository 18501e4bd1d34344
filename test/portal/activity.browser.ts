// The page Activity: what happened, over all pipelines.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { until } from '../support/freezes.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

const newNamespace = () => uniqueName('n').replaceAll(/[^a-z0-9]/g, '');
const rows = (page: Page) => page.getByRole('main').getByRole('listitem');

test('versions and freezes are there, newest first, each with its link, and new ones come by themselves', async () => {
  const namespace = newNamespace();
  const params = uniquePipeline({ namespace, name: 'orders' });
  const name = `${namespace}/${params.layer}/orders`;
  await portal.drafts.saveFile(params, 'pipeline.sql', '<<<<<<< mine\n');
  const body = { message: 'First\nwith more', allow_failed_checks: true };
  await portal.api.ok('publishVersion', { params, body });
  await portal.api.ok('rollbackVersion', { params: { ...params, version_number: 1 }, body: {} });
  await portal.api.ok('freezePipeline', { params, body: { reason: 'Month-end close', until: until(3_600) } });
  await portal.api.ok('unfreezePipeline', { params });
  await portal.api.ok('freezeNamespace', {
    params: { namespace },
    body: { reason: 'Audit', until: until(3_600) },
  });
  const page = await portal.open('/');

  await page.getByRole('link', { name: 'Activity' }).click();
  await rows(page).getByText('Audit').waitFor();
  const ours = rows(page).filter({ hasText: namespace });

  expect(await page.title()).toContain('Activity');
  await expect
    .poll(async () => (await ours.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' ')))
    .toEqual([
      expect.stringMatching(`^Namespace ${namespace} frozen until .* Audit just now$`),
      expect.stringMatching(`^${name} no longer frozen just now$`),
      expect.stringMatching(`^${name} frozen until .* Month-end close just now$`),
      `${name} v2 rollback of v1 checks failed Rollback to version 1 just now`,
      `${name} v1 checks failed First just now`,
    ]);
  await lookAt(page, 'activity');

  await portal.api.ok('unfreezeNamespace', { params: { namespace } });
  await rows(page).filter({ hasText: namespace }).first().getByText('no longer frozen').waitFor();
  await ours.getByRole('link', { name: 'v2' }).click();
  await page
    .getByRole('heading', { name: 'Version 2' })
    .or(page.getByText('Rollback to version 1'))
    .first()
    .waitFor();
  expect(new URL(page.url()).pathname).toBe(`/pipelines/${name}/versions/2`);
});

test('older events come when they are asked for, and a failed page can be tried again', async () => {
  const params = uniquePipeline();
  await portal.drafts.saveFile(params, 'pipeline.sql', 'SELECT 1\n');
  for (let number = 1; number <= 55; number++)
    await portal.api.ok('publishVersion', { params, body: { message: `Message ${number}` } });
  const page = await portal.open('/');
  await page.route('**/api/v1/feed*', (route) => route.abort(), { times: 1 });

  await page.getByRole('link', { name: 'Activity' }).click();
  const again = page.getByRole('button', { name: 'Try again' });
  await again.or(rows(page).first()).first().waitFor();
  if (await again.isVisible()) await again.click();
  await rows(page).getByText('Message 55', { exact: true }).waitFor();
  expect(await rows(page).getByText('Message 5', { exact: true }).count()).toBe(0);
  await page.getByRole('button', { name: 'Show older' }).click();

  await rows(page).getByText('Message 1', { exact: true }).waitFor();
  const shown = await rows(page)
    .getByText(/^Message \d+$/)
    .allInnerTexts();
  expect(shown.slice(0, 55)).toEqual(Array.from({ length: 55 }, (_, index) => `Message ${55 - index}`));
});
