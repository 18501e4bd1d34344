// The dialogs where the deployment has a check of its own, which is asked when a version is about to become visible.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { usePortal } from './support/portal.ts';

process.env.LOCAL_CHECK_SECRET = `whsec_${Buffer.from('a secret of twenty-four.').toString('base64')}`;

const REFUSAL = {
  valid: false,
  message: 'Name the columns.',
  files: [{ path: 'pipeline.sql', errors: [{ rule: 'star', line: 1, column: 8, message: 'No stars here' }] }],
};
let answer: { readonly status: number; readonly body: object };
const check = createServer((request, response) => {
  request.resume();
  response.writeHead(answer.status).end(JSON.stringify(answer.body));
}).listen(0, '127.0.0.1');
await once(check, 'listening');
afterAll(() => void check.close());

const portal = await usePortal(['--check-url', `http://127.0.0.1:${(check.address() as AddressInfo).port}/`]);

async function openPublishDialog(): Promise<Page> {
  const pipeline = uniquePipeline();
  const { namespace, layer, name } = pipeline;
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT *\n');
  const page = await portal.open(`/pipelines/${namespace}/${layer}/${name}`);
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Message' }).fill('One');
  return page;
}

const publish = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Publish v1: runs use it from now on' });

test('its refusal is shown with its words, at file and line, and passed only if somebody says so', async () => {
  answer = { status: 200, body: REFUSAL };
  const page = await openPublishDialog();

  await publish(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Name the columns.').first().waitFor();
  await dialog.getByRole('region', { name: 'Checks' }).getByText('pipeline.sql:1:8').waitFor();
  await dialog.getByText('No stars here').waitFor();
  expect(await publish(page).isDisabled()).toBe(true);
  await dialog.getByLabel('Publish although checks fail').check();
  await publish(page).click();

  await page.getByRole('status').getByText('Published version 1').waitFor();
  await page.getByText('checks failed').first().waitFor();
});

test('while it does not answer, the dialog says so, and publishes once it does', async () => {
  answer = { status: 503, body: {} };
  const page = await openPublishDialog();

  await publish(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('alert').waitFor();
  await dialog.getByLabel('Publish although checks fail').check();
  answer = { status: 200, body: { valid: true } };
  await publish(page).click();

  await page.getByRole('status').getByText('Published version 1').waitFor();
  await page.getByText('checks passed').first().waitFor();
});
