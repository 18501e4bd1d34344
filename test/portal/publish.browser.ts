// Publishing and discarding in the portal: a person confirms what they saw, it happens once, and no message is lost.
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { startServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { launchBrowser, usePages, usePortal } from './support/portal.ts';

const portal = await usePortal();

type Pipeline = ReturnType<typeof uniquePipeline>;
type Api = typeof portal.api;

const address = ({ namespace, layer, name }: Pipeline) => `/pipelines/${namespace}/${layer}/${name}`;
const publishUrl = (pipeline: Pipeline) => `**/api/v1${address(pipeline)}/publish`;

async function drafted({ drafts } = portal as Pick<typeof portal, 'drafts'>) {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n');
  return pipeline;
}

async function publishedAndEdited() {
  const pipeline = await drafted();
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2\n');
  return pipeline;
}

/** Oldest first. */
async function messagesOf(pipeline: Pipeline, api: Api = portal.api): Promise<readonly string[]> {
  const { body } = await api.ok('listVersions', { params: pipeline });
  return body.versions.map(({ message }) => message).toReversed();
}

const dialogOf = (page: Page) => page.getByRole('dialog');
const messageIn = (page: Page) => dialogOf(page).getByRole('textbox', { name: 'Message' });
const publishIn = (page: Page) =>
  dialogOf(page).getByRole('button', { name: /^Publish v\d+: runs use it from now on$/ });
/** What the dialog shows at once may be a list that it is still reading anew; until then the keys send nothing. */
const readyToPublish = (page: Page) =>
  dialogOf(page).locator('button[type=submit][aria-disabled=false]', { hasText: 'Publish' }).waitFor();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);
const published = (page: Page, number: number) =>
  page.getByRole('status').getByText(`Published version ${number}`).waitFor();

/** Answers the page's polls with the state of now, so that the page does not know the next change at its next click. */
async function keepUnaware(page: Page, pipeline: Pipeline) {
  const { text } = await portal.api.ok('getPipeline', { params: pipeline });
  await page.route(`**/api/v1${address(pipeline)}`, (route) => route.fulfill({ body: text }));
}

async function openDialog(page: Page, message?: string) {
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await messageIn(page).waitFor();
  if (message !== undefined) await messageIn(page).fill(message);
}

test('the first publish goes through the dialog, and its message is not offered again', async () => {
  const pipeline = await drafted();
  const page = await portal.open(address(pipeline));

  await openDialog(page, '  First orders  ');
  await dialogOf(page).getByRole('heading', { name: 'Publish version 1' }).waitFor();
  await dialogOf(page).getByText('SELECT 1').waitFor();
  expect(await publishIn(page).textContent()).toBe('Publish v1: runs use it from now on');
  await lookAt(page, 'publish-dialog');
  await publishIn(page).click();

  await published(page, 1);
  await page.getByText('Published v1').waitFor();
  await page.getByText('No unpublished changes').waitFor();
  expect(await dialogOf(page).count()).toBe(0);
  expect(await messagesOf(pipeline)).toEqual(['First orders']);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('the keyboard publishes: Enter opens the dialog, Ctrl+Enter publishes, Esc closes', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));

  await page.getByRole('button', { name: 'Publish', exact: true }).press('Enter');
  await messageIn(page).waitFor();
  await page.keyboard.press('Escape');
  await dialogOf(page).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.keyboard.type('Second\nwith a line');
  await readyToPublish(page);
  await page.keyboard.press('Control+Enter');

  await published(page, 2);
  expect(await messagesOf(pipeline)).toEqual(['First', 'Second\nwith a line']);
});

test('the dialog checks the message while the person types it', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page);
  const rules = dialogOf(page).locator('.message-field');
  await rules.getByText('A message is missing: say what is new.').waitFor();

  expect(await messageIn(page).getAttribute('aria-invalid')).toBe('false');
  expect(await publishIn(page).isDisabled()).toBe(true);
  await messageIn(page).fill('x'.repeat(1_001));
  await rules.getByText('at most 1,000 characters; it has 1,001').waitFor();
  expect(await messageIn(page).getAttribute('aria-invalid')).toBe('true');
  await lookAt(page, 'publish-dialog-message');
  await messageIn(page).fill('   ');
  await rules.getByText('must not be empty').waitFor();
  await messageIn(page).press('Control+Enter');
  await messageIn(page).fill('bell \u0007');
  await rules.getByText('it has U+0007').waitFor();
  await messageIn(page).fill('👩‍👩‍👧'.repeat(200));
  await rules.getByText('1,000 of 1,000 characters').waitFor();

  expect(await publishIn(page).isDisabled()).toBe(false);
  expect(await messagesOf(pipeline)).toEqual(['First']);
});

test('the service refuses a publish if the draft has an edit that the page does not show yet', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Second');
  await dialogOf(page).getByRole('button', { name: 'modified pipeline.sql' }).waitFor();
  await keepUnaware(page, pipeline);
  await portal.drafts.saveFile(pipeline, 'late.sql', 'SELECT 3\n');

  await publishIn(page).click();
  await dialogOf(page).getByText('is not the one you expected').waitFor();
  await dialogOf(page).getByText('Nothing was done').waitFor();
  await dialogOf(page).getByRole('button', { name: 'added late.sql' }).waitFor();
  expect(await messagesOf(pipeline)).toEqual(['First']);
  expect(await messageIn(page).inputValue()).toBe('Second');
  await lookAt(page, 'publish-dialog-expected');
  await publishIn(page).click();

  await published(page, 2);
  expect(await messagesOf(pipeline)).toEqual(['First', 'Second']);
});

test('the dialog says when the draft changes, and shows the new list only when asked', async () => {
  const pipeline = await publishedAndEdited();
  const large = (text: string) => `SELECT ${text} -- ${'x'.repeat(20_000)}\n`;
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', large('2'));
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Second');
  await dialogOf(page).getByRole('button', { name: 'modified pipeline.sql' }).waitFor();

  await portal.drafts.saveFile(pipeline, 'pipeline.sql', large('3'));
  await dialogOf(page).getByText('The draft has changed since this list was made').waitFor();
  await dialogOf(page).getByRole('button', { name: 'modified pipeline.sql' }).click();
  await dialogOf(page).getByText('This file has changed since the list was made').waitFor();
  await lookAt(page, 'publish-dialog-moved');
  await dialogOf(page).getByRole('button', { name: 'Show the new list' }).dblclick();
  await dialogOf(page)
    .getByRole('region', { name: 'Changes in pipeline.sql' })
    .getByText('SELECT 3')
    .waitFor();
  expect(await messagesOf(pipeline)).toEqual(['First']);
  await readyToPublish(page);
  await messageIn(page).press('Control+Enter');

  await published(page, 2);
});

test('the dialog says when somebody else has published', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Mine');
  await dialogOf(page).getByRole('button', { name: 'modified pipeline.sql' }).waitFor();

  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'Theirs' } });
  await dialogOf(page).getByText('Version 2 has been published since').waitFor();
  await dialogOf(page).getByRole('button', { name: 'Show the new list' }).click();

  await dialogOf(page).getByText('there is nothing to publish').waitFor();
  expect(await publishIn(page).isDisabled()).toBe(true);
  expect(await messageIn(page).inputValue()).toBe('Mine');
});

test("a refusal shows in the dialog in the API's words, and the message stays", async () => {
  const pipeline = await publishedAndEdited();
  await portal.drafts.saveFile(pipeline, 'config.yaml', 'a: 1\n');
  await portal.drafts.deleteFile(pipeline, 'pipeline.sql');
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Second');

  await publishIn(page).click();

  await dialogOf(page).getByRole('alert').getByText('has neither pipeline.sql nor pipeline.py').waitFor();
  await dialogOf(page).getByText('MISSING_SOURCE').waitFor();
  await lookAt(page, 'publish-dialog-refused');
  expect(await messageIn(page).inputValue()).toBe('Second');
});

test('the dialog publishes no draft that has become empty', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Nothing');

  await portal.drafts.deleteFile(pipeline, 'pipeline.sql');
  await dialogOf(page).getByRole('button', { name: 'Show the new list' }).click();

  await dialogOf(page).getByText('The draft is empty: there is nothing to publish.').waitFor();
  expect(await publishIn(page).isDisabled()).toBe(true);
  await lookAt(page, 'publish-dialog-empty');
});

test('an unfinished message survives closing the dialog and a reload', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, '<b>Half</b> a "message"');

  await dialogOf(page).getByRole('button', { name: 'Cancel' }).click();
  await openDialog(page);
  expect(await messageIn(page).inputValue()).toBe('<b>Half</b> a "message"');
  await page.reload();
  await openDialog(page);

  expect(await messageIn(page).inputValue()).toBe('<b>Half</b> a "message"');
});

test('after a lost answer “Publish again” makes no second version', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Second');
  const keys = new Set<string | undefined>();
  await page.route(publishUrl(pipeline), async (route) => {
    keys.add(route.request().headers()['idempotency-key']);
    await route.fetch();
    await route.abort();
  });

  await publishIn(page).click();
  await dialogOf(page).getByText('We don’t know if that publish succeeded').waitFor({ timeout: 30_000 });
  await page.getByText('Published v2').waitFor();
  await lookAt(page, 'publish-dialog-unknown');
  expect(await dialogOf(page).getByText('has been published since').count()).toBe(0);
  expect(await messageIn(page).inputValue()).toBe('Second');
  await page.unroute(publishUrl(pipeline));
  await dialogOf(page).getByRole('button', { name: 'Publish again' }).click();

  await published(page, 2);
  expect(await messagesOf(pipeline)).toEqual(['First', 'Second']);
  expect(keys.size).toBe(1);
});

test('during the request a second press does nothing, and Esc does not close the dialog', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Second');
  const held = Promise.withResolvers<void>();
  await page.route(publishUrl(pipeline), async (route) => {
    await held.promise;
    await route.continue();
  });

  await publishIn(page).click();
  const busy = dialogOf(page).getByRole('button', { name: 'Publishing…' });
  await busy.waitFor();
  expect(await busy.isDisabled()).toBe(true);
  await messageIn(page).press('Control+Enter');
  await busy.click({ force: true });
  for (const _ of 'five!') await page.keyboard.press('Escape');
  expect(await busy.isVisible()).toBe(true);
  held.resolve();

  await published(page, 2);
  expect(await messagesOf(pipeline)).toEqual(['First', 'Second']);
});

test('a version published here is in the history at once, without another request', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await page.locator('.history').getByRole('link', { name: 'v1 First' }).waitFor();
  await openDialog(page, 'Second');
  const asked: string[] = [];
  page.on('request', (request) => {
    if (/\/versions(\/2)?(\?|$)/.test(request.url())) asked.push(request.url());
  });

  await publishIn(page).click();

  await published(page, 2);
  await page.locator('.history li[data-number="2"]').getByText('Second').waitFor();
  expect(asked).toEqual([]);
});

test('a service that dies while the dialog is open loses no message and makes no second version', async () => {
  let servers = await startServers();
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    await servers.stop();
  });
  const pipeline = await drafted(servers);
  const page = await usePages(browser, servers.apiUrl).open(address(pipeline));
  await openDialog(page, 'Against all odds');
  await dialogOf(page).locator('tr.added').getByText('SELECT 1').waitFor();

  await servers.kill9();
  await publishIn(page).click();
  await dialogOf(page).getByText('cannot be reached').waitFor({ timeout: 30_000 });
  await lookAt(page, 'publish-dialog-unreachable');
  servers = await servers.restart();
  expect(await messageIn(page).inputValue()).toBe('Against all odds');
  await dialogOf(page).getByRole('button', { name: 'Publish again' }).click();

  await published(page, 1);
  expect(await messagesOf(pipeline, servers.api)).toEqual(['Against all odds']);
});

test("two browsers see each other's publishes", async () => {
  const pipeline = await publishedAndEdited();
  const [one, other] = await Promise.all([portal.open(address(pipeline)), portal.open(address(pipeline))]);
  await other.getByRole('button', { name: 'modified pipeline.sql' }).waitFor();

  await openDialog(one, 'From the other desk');
  await publishIn(one).click();
  await published(one, 2);

  await other.getByText('Published v2').waitFor();
  await other.getByText('No unpublished changes').waitFor();
  await other.getByLabel('Current version').getByText('From the other desk').waitFor();
});

test('“Discard changes” lists the changes, then makes the draft what runs use', async () => {
  const pipeline = await publishedAndEdited();
  await portal.drafts.saveFile(pipeline, 'new.sql', 'SELECT 3\n');
  const page = await portal.open(address(pipeline));

  await page.getByRole('button', { name: 'Discard changes' }).click();
  await dialogOf(page).getByRole('button', { name: 'removed new.sql' }).waitFor();
  await dialogOf(page).locator('tr.added').getByText('1', { exact: true }).first().waitFor();
  await dialogOf(page).getByText('stays in the bucket').waitFor();
  await lookAt(page, 'restore-dialog');
  await dialogOf(page).getByRole('button', { name: 'Discard changes' }).click();

  await page.getByRole('status').getByText('The draft is version 1 again').waitFor();
  await page.getByText('No unpublished changes').waitFor();
  await expect.poll(() => focused(page)).toBe('Draft');
  expect(await portal.drafts.readFile(pipeline, 'pipeline.sql')).toBe('SELECT 1\n');
  expect(Object.keys(await portal.drafts.listFiles(pipeline))).toEqual(['pipeline.sql']);
});

test('an edit while the dialog is open is not discarded unseen', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await dialogOf(page).getByRole('button', { name: 'modified pipeline.sql' }).waitFor();
  await keepUnaware(page, pipeline);
  await portal.drafts.saveFile(pipeline, 'new.sql', 'SELECT 3\n');

  await dialogOf(page).getByRole('button', { name: 'Discard changes' }).click();
  await dialogOf(page).getByText('is not the one you expected').waitFor();
  await dialogOf(page).getByRole('button', { name: 'removed new.sql' }).waitFor();
  expect(await portal.drafts.readFile(pipeline, 'new.sql')).toBe('SELECT 3\n');
  await dialogOf(page).getByRole('button', { name: 'Discard changes' }).click();

  await dialogOf(page).waitFor({ state: 'detached' });
  expect(Object.keys(await portal.drafts.listFiles(pipeline))).toEqual(['pipeline.sql']);
});

test('the page says what was done until the draft changes again, and the focus stays in place', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Second');
  await publishIn(page).click();
  await published(page, 2);
  await page.getByText('No unpublished changes').waitFor();
  await expect.poll(() => focused(page)).toBe('Publish');

  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3\n');

  await page.getByRole('button', { name: 'modified pipeline.sql' }).waitFor();
  await expect.poll(() => page.getByText('Published version 2').count()).toBe(0);
});

test('the buttons stay in view beside a long list, even in a small window', async () => {
  const pipeline = await publishedAndEdited();
  const names = Array.from({ length: 30 }, (_, n) => `tests/quality/a_rule_with_a_long_name_${n}.sql`);
  await portal.drafts.saveFiles(pipeline, Object.fromEntries(names.map((name) => [name, 'SELECT 1\n'])));
  // 1,280 by 800 at a zoom of 200%.
  const page = await portal.open(address(pipeline), { width: 640, height: 400 });
  await openDialog(page, 'Second');
  await dialogOf(page).getByText('30 added').waitFor();

  const box = await publishIn(page).boundingBox();
  expect(box && box.y + box.height).toBeLessThan(400);
  for (const name of names.slice(0, 12)) {
    const row = dialogOf(page).getByRole('button', { name: `added ${name}` });
    await row.focus();
    const [at, buttons] = await Promise.all([row.boundingBox(), publishIn(page).boundingBox()]);
    expect(at && at.y + at.height).toBeLessThan(buttons?.y ?? 0);
  }
  await lookAt(page, 'publish-dialog-long');
});

test('a refusal names the files that have no S3 version', async () => {
  const servers = await startServers();
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    await servers.stop();
  });
  const pipeline = await drafted(servers);
  const VersioningConfiguration = { Status: 'Suspended' } as const;
  await servers.s3.send(new PutBucketVersioningCommand({ Bucket: servers.bucket, VersioningConfiguration }));
  await servers.drafts.saveFile(pipeline, 'config.yaml', 'a: 1\n');
  const page = await usePages(browser, servers.apiUrl).open(address(pipeline));
  await openDialog(page, 'First');

  await publishIn(page).click();

  await dialogOf(page).getByText('UNVERSIONED_FILES').waitFor();
  const files = dialogOf(page).getByRole('list', { name: 'The files in question' });
  expect(await files.textContent()).toMatch(/config\.yaml$/);
});

test('errors and warnings are shown at file and line, and published only if somebody says so', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFiles(pipeline, {
    'pipeline.sql': 'SELECT 1\n<<<<<<< HEAD\n',
    'config.yaml': 'a: 1\na: 2\n',
  });
  const page = await portal.open(address(pipeline));

  await openDialog(page, 'In spite of it');
  const findings = dialogOf(page).getByRole('region', { name: 'Checks' });
  await findings.getByText('pipeline.sql:2:1').waitFor();
  const rows = await findings.getByRole('listitem').allTextContents();
  const isRefused = await publishIn(page).isDisabled();
  await lookAt(page, 'publish-dialog-checks');
  await dialogOf(page).getByLabel('Publish although checks fail').check();
  await publishIn(page).click();

  await published(page, 1);
  await page.getByText('checks failed').first().waitFor();
  expect(rows).toEqual([
    expect.stringMatching(/^error pipeline\.sql:2:1 .* conflict-marker$/),
    expect.stringMatching(/^warning config\.yaml:2:1 .* yaml-duplicate-key$/),
  ]);
  expect(isRefused).toBe(true);
  expect(await messagesOf(pipeline)).toEqual(['In spite of it']);
  await page.goto(new URL(`${address(pipeline)}/versions/1`, page.url()).href);
  await page.getByText('checks failed').waitFor();
});

test('warnings alone ask nothing, and a draft without findings shows none', async () => {
  const pipeline = await drafted();
  await portal.drafts.saveFile(pipeline, 'pipeline.py', 'x = 1\n');
  const page = await portal.open(address(pipeline));

  await openDialog(page, 'Two sources');
  await dialogOf(page).getByText('two-sources').waitFor();
  const choices = await dialogOf(page).getByRole('checkbox').count();
  await publishIn(page).click();
  await published(page, 1);

  expect(choices).toBe(0);
  expect(await page.getByText('checks failed').count()).toBe(0);
});

test('a refusal names the list below only where there is one', async () => {
  const pipeline = await publishedAndEdited();
  const page = await portal.open(address(pipeline));
  await openDialog(page, 'Mine');
  await dialogOf(page).getByText('SELECT 2').waitFor();
  await keepUnaware(page, pipeline);
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'Theirs' } });

  await publishIn(page).click();

  await dialogOf(page).getByText('Nothing was done.').waitFor();
  await dialogOf(page).getByText('there is nothing to publish').waitFor();
  expect(await dialogOf(page).getByText('The list below').count()).toBe(0);
});
