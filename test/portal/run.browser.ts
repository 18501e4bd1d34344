// The Run tab: the files that runs use now, and the commands that read them.
import { expect, test } from 'vitest';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

const address = (pipeline: ReturnType<typeof uniquePipeline>, view: string) =>
  `/pipelines/${pipeline.namespace}/${pipeline.layer}/${pipeline.name}/${view}`;

test('before the first publish the page says that nothing can run', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');

  const page = await portal.open(address(pipeline, 'run'));

  await page.getByText('has never been published').waitFor();
  await lookAt(page, 'run-unpublished');
});

test('the page lists the files that runs use, and copies whole commands', async () => {
  const pipeline = uniquePipeline();
  const pin = await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await portal.drafts.saveFile(pipeline, 'tests/quality/not_null.sql', 'SELECT 2');
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });

  const page = await portal.open(address(pipeline, 'run'), {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const row = page.getByRole('row', { name: /pipeline\.sql/ });
  await row.waitFor();
  expect(await row.textContent()).toContain(pin);
  expect(await page.getByRole('row', { name: /not_null\.sql/ }).textContent()).toContain('quality test');

  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy the curl command' }).click();
  await expect.poll(clipboard).toMatch(/^curl -s "http.*published\?presign=true"$/);
  const url = /"(.*)"/.exec(await clipboard())?.[1] ?? '';
  expect(await (await fetch(url)).json()).toMatchObject({ version_number: 1, source: { version_id: pin } });
  await page.getByRole('button', { name: 'Copy the pull command' }).click();
  await expect.poll(clipboard).toContain(`pull ${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`);
  await lookAt(page, 'run');
});
