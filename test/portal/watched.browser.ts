// `npm start -- --watch-portal`: a saved source reloads the page.
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usePortal } from './support/portal.ts';

const SOURCE = join(import.meta.dirname, '../../portal/main.tsx');

const portal = await usePortal(['--watch-portal']);

test('an open page reloads when a source changes, and not before', async () => {
  const page = await portal.open('/');
  await page.getByRole('heading', { name: 'Pipelines', exact: true }).waitFor();
  let loads = 0;
  page.on('load', () => loads++);
  const asksForBuild = () => page.waitForResponse((response) => response.url().endsWith('/portal-build'));
  await asksForBuild();
  await asksForBuild();
  expect(loads).toBe(0);

  await utimes(SOURCE, new Date(), new Date());

  await expect.poll(() => loads, { timeout: 20_000 }).toBe(1);
  await page.getByRole('heading', { name: 'Pipelines', exact: true }).waitFor();
});
