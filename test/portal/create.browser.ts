// A new pipeline from the portal: its names with the rules, its first file, and never a change to one that exists.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { firstFile } from '../../client/new-pipeline.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

const dialog = (page: Page) => page.getByRole('dialog', { name: 'New pipeline' });
const field = (page: Page, name: string) => dialog(page).getByLabel(name, { exact: true });
const create = (page: Page) => dialog(page).getByRole('button', { name: 'Create', exact: true });

async function openDialog(address = '/'): Promise<Page> {
  const page = await portal.open(address);
  await page.getByRole('button', { name: 'New pipeline' }).click();
  await field(page, 'Name').waitFor();
  return page;
}

test('a pipeline gets its first file, which opens in the editor and can be published', async () => {
  const { namespace, name } = uniquePipeline();
  const pipeline = { namespace, layer: 'gold', name } as const;
  const page = await openDialog();

  await field(page, 'Namespace').fill(namespace);
  await field(page, 'Layer').selectOption('gold');
  await field(page, 'Name').fill(name);
  await dialog(page).getByLabel('Python').check();
  await lookAt(page, 'create');
  await create(page).click();

  await page.waitForURL((url) => url.pathname === `/pipelines/${namespace}/gold/${name}/code`);
  await page.getByRole('heading', { name: 'pipeline.py' }).waitFor();
  const { text } = firstFile('python', name);
  expect(await portal.drafts.readFile(pipeline, 'pipeline.py')).toBe(text);
  const published = await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  expect(published.body.checks).toMatchObject({ verdict: 'passed', files: [] });
});

test('the names are checked as one types', async () => {
  const page = await openDialog();

  await field(page, 'Namespace').fill('Finance');
  await dialog(page)
    .getByText('The namespace must begin with a letter from a to z, in lower case.')
    .waitFor();
  await field(page, 'Namespace').fill('finance');
  await field(page, 'Name').fill('clean orders');
  await dialog(page).getByText('The name may have a to z in lower case, 0 to 9, _ and -.').waitFor();
  await lookAt(page, 'create-wrong');
  expect(await create(page).getAttribute('aria-disabled')).toBe('true');
  await field(page, 'Name').fill('a'.repeat(129));
  await dialog(page).getByText('The name may have 128 characters; it has 129.').waitFor();
  await field(page, 'Name').fill('clean_orders');

  await expect.poll(() => create(page).getAttribute('aria-disabled')).toBe('false');
});

test('a pipeline that exists is refused and stays as it is', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.py', 'x = 1');
  const page = await openDialog(`/?namespace=${pipeline.namespace}&layer=${pipeline.layer}`);
  expect(await field(page, 'Namespace').inputValue()).toBe(pipeline.namespace);
  expect(await field(page, 'Layer').inputValue()).toBe(pipeline.layer);

  await field(page, 'Name').fill(pipeline.name);
  await create(page).click();

  const path = `${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`;
  await dialog(page).getByText(`There is a pipeline ${path} already.`).waitFor();
  await lookAt(page, 'create-exists');
  expect(Object.keys(await portal.drafts.listFiles(pipeline))).toEqual(['pipeline.py']);
});

test('after a lost answer “Create” ends what it began', async () => {
  const pipeline = uniquePipeline();
  const page = await openDialog(`/?namespace=${pipeline.namespace}&layer=${pipeline.layer}`);
  await field(page, 'Namespace').fill(pipeline.namespace);
  await field(page, 'Layer').selectOption(pipeline.layer);
  await field(page, 'Name').fill(pipeline.name);
  await page.route('**/files/pipeline.sql', async (route) => {
    await route.fetch();
    await route.abort();
  });

  await create(page).click();
  await dialog(page).getByText('cannot be reached').waitFor({ timeout: 30_000 });
  expect(await dialog(page).textContent()).not.toContain('Failed to fetch');
  await page.unroute('**/files/pipeline.sql');
  await create(page).click();

  await page.waitForURL((url) => url.pathname.endsWith(`/${pipeline.name}/code`));
});

test('the page of an unknown pipeline offers to create it', async () => {
  const { namespace, name } = uniquePipeline();
  const page = await portal.open(`/pipelines/${namespace}/silver/${name}`);

  await page.getByRole('button', { name: 'Create it' }).click();
  await field(page, 'Name').waitFor();
  expect(await field(page, 'Name').inputValue()).toBe(name);
  expect(await field(page, 'Layer').inputValue()).toBe('silver');
  await create(page).click();

  await page.getByRole('heading', { name: 'pipeline.sql' }).waitFor();
  await page.getByText('Never published').waitFor();
});
