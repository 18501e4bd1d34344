// Freezes in the portal: why nothing can be published, and which versions were published all the same.
import { expect, test } from 'vitest';
import { until } from '../support/freezes.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

type Pipeline = ReturnType<typeof uniquePipeline>;

const address = ({ namespace, layer, name }: Pipeline) => `/pipelines/${namespace}/${layer}/${name}`;
const body = { reason: 'Month-end close', until: until(3_600) };

async function publishedAndEdited(pipeline = uniquePipeline()): Promise<Pipeline> {
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n');
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2\n');
  return pipeline;
}

test('a frozen pipeline says why and until when, and offers to publish again once the freeze is lifted', async () => {
  const params = await publishedAndEdited();
  await portal.api.ok('freezePipeline', { params, body });
  const page = await portal.open(address(params));
  const publish = page.getByRole('button', { name: 'Publish', exact: true });
  const banner = page.getByRole('status').getByText(/^The pipeline is frozen until .*: Month-end close$/);

  await banner.waitFor();
  await expect.poll(() => publish.getAttribute('aria-disabled')).toBe('true');
  expect(await publish.getAttribute('title')).toBe('The pipeline is frozen');
  await publish.press('Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await lookAt(page, 'frozen-pipeline');

  await portal.api.ok('unfreezePipeline', { params });
  await banner.waitFor({ state: 'detached' });
  await publish.click();
  await page.getByRole('dialog').waitFor();
});

test('a frozen namespace says so on its pipelines', async () => {
  const namespace = uniqueName('n').replaceAll(/[^a-z0-9]/g, '');
  const params = await publishedAndEdited({ ...uniquePipeline(), namespace });
  await portal.api.ok('freezeNamespace', { params: { namespace }, body });
  const page = await portal.open(address(params));

  await page.getByRole('status').getByText('The namespace is frozen until').waitFor();
});

test('the history marks a version that was published over a freeze, and says over which', async () => {
  const params = await publishedAndEdited();
  await portal.api.ok('freezePipeline', { params, body });
  await portal.api.ok('publishDespiteFreeze', { params, body: { message: 'Fix the close' } });
  const page = await portal.open(address(params));
  const marks = page.locator('.history').getByText('over a freeze');

  await marks.waitFor();
  expect(await marks.getAttribute('title')).toBe('The pipeline was frozen: Month-end close');
});
