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

async function overrodeIn(params: Pipeline, version_number: number) {
  const { body } = await portal.api.ok('getVersion', { params: { ...params, version_number } });
  return body.overrode_freeze;
}

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
  const dialog = page.getByRole('dialog');
  const publish = page.getByRole('button', { name: 'Publish', exact: true });
  const confirm = dialog.getByRole('button', { name: 'Publish v2' });
  const banner = page.getByRole('status').getByText(/^The pipeline is frozen until .*: Month-end close$/);

  await banner.waitFor();
  await lookAt(page, 'frozen-pipeline');
  await publish.click();
  await dialog.getByText('The pipeline is frozen: Month-end close').waitFor();
  await dialog.getByRole('textbox', { name: 'Message' }).fill('Second');
  await dialog.getByRole('button', { name: 'modified pipeline.sql' }).waitFor();
  expect(await confirm.getAttribute('aria-disabled')).toBe('true');
  await lookAt(page, 'frozen-dialog');

  await portal.api.ok('unfreezePipeline', { params });
  await dialog.getByText('is frozen').waitFor({ state: 'detached' });
  await confirm.click();
  await page.getByText('Published v2').waitFor();
  expect(await overrodeIn(params, 2)).toBeUndefined();
});

test.each([
  ['publish', 'Publish'],
  ['roll back', 'Roll back'],
])(
  'to %s in spite of a freeze, a person says so in the dialog, and the version records it',
  async (_, action) => {
    const params = await publishedAndEdited();
    await portal.api.ok('publishVersion', { params, body: { message: 'Second' } });
    await portal.drafts.saveFile(params, 'pipeline.sql', 'SELECT 3\n');
    await portal.api.ok('freezePipeline', { params, body });
    const page = await portal.open(address(params));
    const dialog = page.getByRole('dialog');

    await page.getByRole('button', { name: action }).first().click();
    await dialog.getByRole('checkbox', { name: 'Override the freeze.' }).check();
    await dialog.getByRole('textbox', { name: 'Message' }).fill('Fix the close');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });

    expect(await overrodeIn(params, 3)).toMatchObject({ scope: 'pipeline', reason: 'Month-end close' });
  },
);

test('an override of a restore changes the draft', async () => {
  const params = await publishedAndEdited();
  await portal.api.ok('freezePipeline', { params, body });
  const page = await portal.open(address(params));

  await page.getByRole('button', { name: 'Discard changes' }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard changes' });
  await dialog.getByRole('checkbox', { name: 'Override the freeze.' }).check();
  await dialog.getByRole('button', { name: 'Discard changes' }).click();
  await dialog.waitFor({ state: 'detached' });

  expect(await portal.drafts.readFile(params, 'pipeline.sql')).toBe('SELECT 1\n');
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
