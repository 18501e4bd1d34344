// Rolling back in the portal: the changes before, the outcome after, and the guards against mistakes.
import type { Page, Route } from 'playwright-core';
import { expect, test } from 'vitest';
import { numbersTo } from '../support/history.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();
type Pipeline = ReturnType<typeof uniquePipeline>;

const address = ({ namespace, layer, name }: Pipeline, view = '') =>
  `/pipelines/${namespace}/${layer}/${name}${view}`;

const publish = (pipeline: Pipeline, message: string) =>
  portal.api.ok('publishVersion', { params: pipeline, body: { message } });

const version = async (pipeline: Pipeline, number: number) =>
  (await portal.api.ok('getVersion', { params: { ...pipeline, version_number: number } })).body;

const total = async (pipeline: Pipeline) =>
  (await portal.api.ok('listVersions', { params: pipeline })).body.total;

const row = (page: Page, number: number) => page.locator(`.history li[data-number="${number}"]`);
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Roll back to version 1' });
const confirm = (page: Page) => dialog(page).getByRole('button', { name: 'Roll back', exact: true });
const said = (page: Page, words: string) => page.getByRole('status').getByText(words, { exact: true });

/** Publishes two versions. Returns the pin of the first one's source. */
async function twoVersions(pipeline: Pipeline): Promise<string> {
  const pin = await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
  await portal.drafts.saveFile(pipeline, 'tests/quality/not_null.sql', 'SELECT 3');
  await publish(pipeline, 'Second');
  return pin;
}

async function openDialog(pipeline: Pipeline): Promise<Page> {
  const page = await portal.open(address(pipeline));
  await row(page, 1).getByRole('button', { name: 'Roll back to v1' }).click();
  await dialog(page).getByRole('button', { name: 'pipeline.sql' }).first().waitFor();
  return page;
}

test('the dialog shows the changes for runs, then makes the old version live again', async () => {
  const pipeline = uniquePipeline();
  const pin = await twoVersions(pipeline);
  const page = await openDialog(pipeline);

  await dialog(page).getByText('The draft differs from version 1 and stays as it is').waitFor();
  const patch = dialog(page).getByRole('region', { name: 'Changes in pipeline.sql' });
  await patch.getByRole('row', { name: /\+ ?SELECT 1/ }).waitFor();
  await lookAt(page, 'rollback');
  await dialog(page).getByRole('textbox').fill('Back to the <b>first</b>\nsince the second was wrong');
  await confirm(page).click();

  await said(page, 'Version 3 is live: rollback of version 1.').waitFor();
  expect(await dialog(page).count()).toBe(0);
  await row(page, 3).locator('.badge.live').waitFor();
  await row(page, 3).getByRole('link', { name: 'rollback of v1' }).waitFor();
  await row(page, 3).getByText('Back to the <b>first</b> …').waitFor();
  expect(await row(page, 2).locator('.badge.live').count()).toBe(0);
  const made = await version(pipeline, 3);
  expect(made.message).toBe('Back to the <b>first</b>\nsince the second was wrong');
  expect(made.rollback_of).toBe(1);
  expect(Object.values(made.published_versions)).toEqual([pin]);
});

test('a rollback without a message is named after its version, and an equal draft gets no warning', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  await portal.api.ok('restoreDraft', { params: pipeline, body: { version: 1 } });
  const page = await openDialog(pipeline);

  expect(await dialog(page).getByText('The draft differs').count()).toBe(0);
  await confirm(page).click();

  await said(page, 'Version 3 is live: rollback of version 1.').waitFor();
  expect((await version(pipeline, 3)).message).toBe('Rollback to version 1');
});

test('when somebody publishes, the dialog says so and shows the new list before it rolls back', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await openDialog(pipeline);
  await dialog(page).getByRole('textbox').fill('Back');
  await portal.drafts.saveFile(pipeline, 'config.yaml', 'a: 1');

  await publish(pipeline, 'By somebody else');
  await dialog(page).getByRole('alert').getByText('Version 3 has been published').waitFor();
  expect(await dialog(page).getByText('config.yaml').count()).toBe(0);
  await lookAt(page, 'rollback-moved');
  await dialog(page).getByRole('button', { name: 'Show the new list' }).click();

  await dialog(page).getByText('config.yaml').waitFor();
  await dialog(page).getByText('against version 3').waitFor();
  expect(await total(pipeline)).toBe(3);
  await confirm(page).click();
  await said(page, 'Version 4 is live: rollback of version 1.').waitFor();
  expect((await version(pipeline, 4)).message).toBe('Back');
});

test('when the service refuses because of a publish, the dialog shows the new list before it rolls back', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await openDialog(pipeline);
  await dialog(page).getByRole('textbox').fill('Back');
  await portal.drafts.saveFile(pipeline, 'config.yaml', 'a: 1');
  // The publish happens after the last look at the pipeline and before the rollback.
  const publishFirst = async (route: Route) => {
    await publish(pipeline, 'By somebody else');
    await route.continue();
  };
  await page.route('**/rollback', publishFirst, { times: 1 });

  await confirm(page).click();
  await dialog(page).getByRole('alert').getByText('is at version 3, not at version 2').waitFor();

  await dialog(page).getByText('config.yaml').waitFor();
  expect(await total(pipeline)).toBe(3);
  expect(await dialog(page).getByRole('textbox').inputValue()).toBe('Back');
  await confirm(page).click();
  await said(page, 'Version 4 is live: rollback of version 1.').waitFor();
  expect(await total(pipeline)).toBe(4);
});

test('the second half of a double click on an outdated list does not roll back', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await openDialog(pipeline);
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/rollback')) sent.push(request.url());
  });
  await publish(pipeline, 'By somebody else');

  await dialog(page).getByRole('button', { name: 'Show the new list' }).click();
  await dialog(page).getByText('against version 3').waitFor();
  await confirm(page).dispatchEvent('click', { detail: 2 });
  expect(sent).toEqual([]);
  await confirm(page).click();

  await said(page, 'Version 4 is live: rollback of version 1.').waitFor();
  expect(sent.length).toBe(1);
});

test('a rollback under way does not warn of its own version', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await openDialog(pipeline);
  const held = Promise.withResolvers<void>();
  await page.route('**/rollback', async (route) => {
    const response = await route.fetch();
    await held.promise;
    await route.fulfill({ response });
  });
  await page.evaluate(() => {
    const warnings: string[] = [];
    new MutationObserver(() => {
      for (const { textContent } of document.querySelectorAll('dialog .warning')) warnings.push(textContent);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { warnings });
  });
  // Not by the page's response: a poll that the page gives up has no body to read.
  const comparedAfter = Promise.withResolvers<void>();
  await page.route(/\/compare\?from=current&to=1/, async (route) => {
    const response = await route.fetch();
    const { from } = await response.json();
    await route.fulfill({ response });
    if (from?.version_number === 3) comparedAfter.resolve();
  });

  await confirm(page).click();
  await comparedAfter.promise;
  held.resolve();

  await said(page, 'Version 3 is live: rollback of version 1.').waitFor();
  const warnings: readonly string[] = await page.evaluate('window.warnings');
  expect(warnings.filter((text) => !text.startsWith('The draft differs from version 1'))).toEqual([]);
});

test('the dialog names pinned files that were deleted for good', async () => {
  const pipeline = uniquePipeline();
  const pin = await twoVersions(pipeline);
  await portal.drafts.deleteFile(pipeline, 'pipeline.sql', pin);
  const page = await openDialog(pipeline);

  await confirm(page).click();

  await dialog(page).getByText('is not whole any more').waitFor();
  const missing = dialog(page).getByRole('list', { name: 'The files in question' });
  expect(await missing.getByRole('listitem').allTextContents()).toEqual([
    `${pipeline.namespace}/pipelines/${pipeline.layer}/${pipeline.name}/pipeline.sql`,
  ]);
  expect(await total(pipeline)).toBe(2);
  await lookAt(page, 'rollback-missing');
});

test('a rollback whose answer is lost happens once, however often it is sent again', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await openDialog(pipeline);
  await dialog(page).getByRole('textbox').fill('Back');
  await page.route('**/rollback', async (route) => {
    await route.fetch();
    await route.abort();
  });

  await confirm(page).click();
  const again = dialog(page).getByRole('button', { name: 'Roll back again' });
  await again.waitFor({ timeout: 30_000 });
  await dialog(page).getByText('We don’t know if that rollback succeeded').waitFor();
  await page.getByText('Unpublished changes', { exact: true }).waitFor();
  await lookAt(page, 'rollback-unknown');
  expect(await dialog(page).getByText('has been published since').count()).toBe(0);
  await page.unroute('**/rollback');
  await again.click();

  await said(page, 'Version 3 is live: rollback of version 1.').waitFor();
  expect(await total(pipeline)).toBe(3);
});

test("a rollback's unfinished message survives closing the dialog and a reload", async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await openDialog(pipeline);
  await dialog(page).getByRole('textbox').fill('Half a sen');

  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await page.reload();
  await row(page, 1).getByRole('button', { name: 'Roll back to v1' }).click();

  expect(await dialog(page).getByRole('textbox').inputValue()).toBe('Half a sen');
  expect(await total(pipeline)).toBe(2);
});

test('the keyboard rolls back', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await portal.open(address(pipeline));
  await row(page, 1).waitFor();
  const focused = () =>
    page.evaluate(() => document.activeElement?.textContent || document.activeElement?.tagName || '');
  async function tabTo(words: string): Promise<void> {
    for (let steps = 0; steps < 40 && (await focused()) !== words; steps += 1)
      await page.keyboard.press('Tab');
    expect(await focused()).toBe(words);
  }

  await tabTo('Roll back to v1');
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('button', { name: 'pipeline.sql' }).first().waitFor();
  await tabTo('TEXTAREA');
  await page.keyboard.type('By keyboard');
  await tabTo('Roll back');
  await page.keyboard.press('Enter');

  await said(page, 'Version 3 is live: rollback of version 1.').waitFor();
  expect((await version(pipeline, 3)).message).toBe('By keyboard');
  expect(await focused()).toBe('Roll back to v1');
});

test('the page of a version offers to roll back to it, unless it is live', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await portal.open(address(pipeline, '/versions/1'));

  await page.getByRole('button', { name: 'Roll back to this version' }).click();
  await dialog(page).getByRole('button', { name: 'pipeline.sql' }).first().waitFor();
  await confirm(page).click();
  await said(page, 'Version 3 is live: rollback of version 1.').waitFor();
  await page.getByRole('link', { name: 'Version 2 →' }).click();
  await page.getByRole('link', { name: 'Version 3 →' }).click();

  await page.getByRole('heading', { name: 'Version 3', exact: true }).waitFor();
  await page.locator('.version .badge.live').waitFor();
  await page.locator('.version').getByRole('link', { name: 'rollback of v1' }).waitFor();
  expect(await page.getByRole('button', { name: 'Roll back to this version' }).count()).toBe(0);
});

test('a row of the history restores its version into the draft', async () => {
  const pipeline = uniquePipeline();
  await twoVersions(pipeline);
  const page = await portal.open(address(pipeline));

  await row(page, 1).getByRole('button', { name: 'More about v1' }).click();
  await row(page, 1).getByRole('button', { name: 'Restore into draft' }).click();
  const restore = page.getByRole('dialog', { name: 'Restore version 1 into the draft' });
  await restore.getByRole('button', { name: 'pipeline.sql' }).first().waitFor();
  await restore.getByRole('button', { name: 'Restore', exact: true }).click();

  await said(page, 'The draft has the files of version 1 now.').waitFor();
  expect(await portal.drafts.readFile(pipeline, 'pipeline.sql')).toBe('SELECT 1');
  expect(await total(pipeline)).toBe(2);
});

test('a rollback far down in the history keeps the scroll position, and its outcome is in view', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
  for (const number of numbersTo(40)) await publish(pipeline, `Message ${number}`);
  const page = await portal.open(address(pipeline));
  await row(page, 41).getByText('Message').waitFor();
  await page.keyboard.press('End');
  await row(page, 1).getByText('first version').waitFor();
  await row(page, 1).getByRole('button', { name: 'Roll back to v1' }).click();
  await dialog(page).getByRole('button', { name: 'pipeline.sql' }).first().waitFor();
  const before = (await row(page, 1).boundingBox())?.y ?? 0;

  await confirm(page).click();

  const words = said(page, 'Version 42 is live: rollback of version 1.');
  await words.waitFor();
  await page.getByText('Unpublished changes', { exact: true }).waitFor({ state: 'attached' });
  const where = async () => Math.abs(((await row(page, 1).boundingBox())?.y ?? 0) - before);
  await expect.poll(where).toBeLessThan(2);
  expect((await words.boundingBox())?.y).toBeGreaterThanOrEqual(0);
  await lookAt(page, 'rollback-done-far-down');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  expect(await words.count()).toBe(0);
});

test('a rollback that changes nothing says so, and happens only if somebody means it', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  await publish(pipeline, 'The same');
  const page = await portal.open(address(pipeline));
  await row(page, 1).getByRole('button', { name: 'Roll back to v1' }).click();

  await dialog(page).getByText('Nothing changes for runs: version 2 has the same files.').waitFor();
  expect(await confirm(page).getAttribute('aria-disabled')).toBe('true');
  await confirm(page).press('Enter');
  await lookAt(page, 'rollback-same');
  expect(await total(pipeline)).toBe(2);
  await dialog(page).getByRole('checkbox', { name: 'Make another version with the same files' }).check();
  await confirm(page).click();

  await said(page, 'Version 3 is live: rollback of version 1.').waitFor();
});
