// The history on the overview, and the page of one version.
import pMap from 'p-map';
import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { numbersTo } from '../support/history.ts';
import { createPatientPublisher } from '../support/patient-publisher.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();
type Pipeline = ReturnType<typeof uniquePipeline>;

const address = ({ namespace, layer, name }: Pipeline, view = '') =>
  `/pipelines/${namespace}/${layer}/${name}${view}`;

const publish = (pipeline: Pipeline, message: string) =>
  portal.api.ok('publishVersion', { params: pipeline, body: { message } });

const row = (page: Page, number: number) => page.locator(`.history li[data-number="${number}"]`);
const chips = (of: Locator) => of.getByRole('list', { name: 'Quality tests' }).getByRole('listitem');

/** The texts without the part for screen readers. */
const chipTexts = async (of: Locator) => {
  await of.locator('.others').waitFor({ state: 'attached' });
  const texts = await chips(of).allTextContents();
  return texts.map((text) => text.replace(/ (added|changed|removed)$/, ''));
};

async function publishMany(pipeline: Pipeline, count: number): Promise<void> {
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  // On a busy machine one of four can lose for 20 s.
  const publisher = createPatientPublisher(portal.api, pipeline);
  await pMap(numbersTo(count), (number) => publisher.publish(`Message ${number}`), { concurrency: 4 });
}

const numbersOnPage = (page: Page) =>
  page.locator('.history li[data-number]').evaluateAll((rows) => rows.map((li) => Number(li.dataset.number)));

test("a row of the history names a version's author, time and changes to quality tests", async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFiles(pipeline, {
    'pipeline.sql': 'SELECT 1',
    'tests/quality/unique.sql': 'SELECT id FROM t GROUP BY id HAVING count(*) > 1',
    'tests/quality/range.sql': 'SELECT * FROM t WHERE amount < 0',
  });
  await publish(pipeline, 'First');
  await portal.drafts.saveFiles(pipeline, {
    'pipeline.sql': 'SELECT 2',
    'config.yaml': 'a: 1',
    'tests/quality/range.sql': 'SELECT * FROM t WHERE amount < 1',
    'tests/quality/not_null.sql': 'SELECT * FROM t WHERE id IS NULL',
  });
  await portal.drafts.deleteFile(pipeline, 'tests/quality/unique.sql');
  await publish(pipeline, 'Second\n\nwith more to say');
  await portal.drafts.saveFile(pipeline, 'tests/quality/filled.sql', 'SELECT * FROM t WHERE id IS NULL');
  await portal.drafts.deleteFile(pipeline, 'tests/quality/not_null.sql');
  await publish(pipeline, 'Third');
  await publish(pipeline, 'Again the same');
  await portal.api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });

  const page = await portal.open(address(pipeline), { height: 1_200 });
  await row(page, 1).getByText('first version').waitFor();

  expect(await numbersOnPage(page)).toEqual([5, 4, 3, 2, 1]);
  expect(await chipTexts(row(page, 1))).toEqual(['+ range', '+ unique']);
  expect((await chipTexts(row(page, 2))).toSorted()).toEqual(['+ not_null', '~ range', '− unique']);
  expect(await chipTexts(row(page, 3))).toEqual(['− not_null', '+ filled']);
  expect(await chipTexts(row(page, 4))).toEqual([]);
  expect(await row(page, 2).textContent()).toContain('2 files changed');
  expect(await row(page, 4).textContent()).toContain('no file changed');
  expect(await row(page, 2).textContent()).toContain('4 files');
  expect(await row(page, 2).getByRole('link', { name: 'v2 Second …', exact: true }).count()).toBe(1);
  expect(await row(page, 2).getAttribute('aria-posinset')).toBe('4');
  expect(await row(page, 2).getAttribute('aria-setsize')).toBe('5');
  expect(await page.locator('.history .badge.live').allTextContents()).toEqual(['live']);
  expect(await row(page, 5).locator('.badge.live').count()).toBe(1);
  const badge = row(page, 5).getByRole('link', { name: 'rollback of v1' });
  expect(await badge.getAttribute('href')).toBe(address(pipeline, '/versions/1'));
  const title = row(page, 3).getByRole('link', { name: 'v3 Third' });
  expect(await title.getAttribute('href')).toBe(address(pipeline, '/versions/3'));
  expect(await row(page, 5).getByRole('button', { name: 'Roll back' }).count()).toBe(0);
  await row(page, 5).scrollIntoViewIfNeeded();
  await lookAt(page, 'history');
});

test('a whole row opens the diff of its version, and counts its lines afterwards', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\nFROM a\n');
  await publish(pipeline, 'First');
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2\nFROM a\nWHERE x\n');
  await publish(pipeline, 'Second');
  const page = await portal.open(address(pipeline));
  await row(page, 2).getByText('1 file changed').waitFor();

  // Beside the words, where nothing but the row is.
  const box = await row(page, 2).locator('.row').boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 3);
  const diff = page.getByRole('region', { name: 'Changes in pipeline.sql' });
  await diff.getByText('WHERE x').waitFor();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goBack();

  await row(page, 2).getByText('+2 −1').waitFor();
  expect(asked.filter((url) => url.includes('patch=true'))).toEqual([]);
});

test('versions stand under the day on which they were made', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  for (const message of ['First', 'Second', 'Third', 'Fourth']) await publish(pipeline, message);
  const page = await portal.open('/health');
  const now = new Date(Date.UTC(2026, 10, 20, 12));
  await page.clock.setFixedTime(now);
  const times = [
    '2026-11-11T23:59:00Z',
    '2026-11-19T00:01:00Z',
    '2026-11-20T09:00:00Z',
    '2026-11-20T10:00:00Z',
  ];
  await page.route(/\/versions\?/, async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    const versions = body.versions.map((version: { version_number: number }) => ({
      ...version,
      created_at: times[version.version_number - 1],
    }));
    await route.fulfill({ response, json: { ...body, versions } });
  });

  await page.goto(address(pipeline));
  await row(page, 1).getByRole('link', { name: 'v1 First' }).waitFor();

  const days = await page
    .locator('.history ol > li')
    .evaluateAll((rows) =>
      rows.map((li) => [Number(li.dataset.number), li.querySelector('h3')?.textContent ?? '']),
    );
  expect(days).toEqual([
    [4, 'Today'],
    [3, ''],
    [2, 'Yesterday'],
    [1, 'Wednesday, November 11, 2026'],
  ]);
  await lookAt(page, 'history-days');
});

test('“Roll back” shows on hover and focus, and the live mark is seen under the pointer', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  await publish(pipeline, 'Second');
  const page = await portal.open(address(pipeline));
  const rollBack = row(page, 1).getByRole('button', { name: 'Roll back to v1' });
  const opacity = () => rollBack.evaluate((button) => getComputedStyle(button).opacity);

  await rollBack.waitFor();
  expect(await opacity()).toBe('0');
  await row(page, 1).hover();
  await expect.poll(opacity).toBe('1');
  await row(page, 2).hover();
  await expect.poll(opacity).toBe('0');
  const [mark, under] = await row(page, 2)
    .locator('.badge.live')
    .evaluate((badge) => {
      const hovered = badge.closest('.row') as HTMLElement;
      return [badge, hovered].map((element) => getComputedStyle(element).backgroundColor);
    });
  expect(mark).not.toBe(under);
  await lookAt(page, 'history-hover');
  await rollBack.focus();
  expect(await opacity()).toBe('1');
});

test('the menu of a row has the rest, opens and closes by the keyboard, and stays in the window', async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 20);
  const page = await portal.open(address(pipeline));
  await row(page, 20).getByText('Message').waitFor();
  await page.keyboard.press('End');
  await row(page, 1).getByText('first version').waitFor();
  const more = row(page, 1).getByRole('button', { name: 'More about v1' });

  await more.press('Enter');
  const files = row(page, 1).getByRole('link', { name: 'Files of v1' });
  await files.waitFor();
  expect(await files.getAttribute('href')).toBe(address(pipeline, '/code?version=1'));
  const menu = await row(page, 1).locator('.row-menu').boundingBox();
  expect((menu?.y ?? 0) + (menu?.height ?? 0)).toBeLessThanOrEqual(800);
  await lookAt(page, 'history-menu');
  await page.keyboard.press('Escape');
  expect(await files.count()).toBe(0);
  expect(await more.evaluate((button) => button === document.activeElement)).toBe(true);
});

test('the filter finds versions in the whole history, and the address keeps it', async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 70);
  await publish(pipeline, 'Drop refunds');
  const page = await portal.open(address(pipeline));
  await row(page, 71).getByText('Drop refunds').waitFor();
  const filter = page.getByRole('searchbox', { name: 'Filter versions' });

  await filter.fill('MESSAGE 3');
  await page.getByText('16 of 71 versions', { exact: true }).waitFor();
  await filter.fill('v71 refunds');
  await page.getByText('1 of 71 versions', { exact: true }).waitFor();
  expect(await numbersOnPage(page)).toEqual([71]);
  await lookAt(page, 'history-filter');
  await page.reload();
  await page.getByText('1 of 71 versions', { exact: true }).waitFor();
  await filter.fill('nothing like it');
  await page.getByText('0 of 71 versions', { exact: true }).waitFor();
  await filter.fill('');

  await row(page, 70).getByText('Message').waitFor();
  expect(new URL(page.url()).search).toBe('');
});

test('a file leads to the versions that changed it, and each says how', async () => {
  const pipeline = uniquePipeline();
  const path = 'tests/quality/größe & more.sql';
  await publishMany(pipeline, 3);
  await portal.drafts.saveFile(pipeline, path, 'SELECT 1');
  await publish(pipeline, 'Test the size');
  await publishMany(pipeline, 2);
  await portal.drafts.saveFile(pipeline, path, 'SELECT 2');
  await publish(pipeline, 'Test it better');
  const page = await portal.open(address(pipeline, `/code?${new URLSearchParams({ file: path })}`));

  await page.getByRole('link', { name: 'History' }).click();

  await page.getByText(`2 versions changed ${path}`, { exact: true }).waitFor();
  expect(await numbersOnPage(page)).toEqual([7, 4]);
  expect(await page.locator('.history .change').allTextContents()).toEqual(['modified', 'added']);
  await lookAt(page, 'history-of-a-file');
  const filter = page.getByRole('searchbox', { name: 'Filter versions' });
  expect(await filter.inputValue()).toBe(`file:${path}`);
  await filter.fill('file:none.sql');
  await page.getByText('0 versions changed none.sql', { exact: true }).waitFor();
  await page.goto(address(pipeline, `/code?${new URLSearchParams({ file: path, version: '4' })}`));
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByText(`2 versions changed ${path}`, { exact: true }).waitFor();
});

test('the live badge moves to a version that somebody else publishes', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  const page = await portal.open(address(pipeline));
  await row(page, 1).locator('.badge.live').waitFor();

  await publish(pipeline, 'By somebody else');

  await row(page, 2).locator('.badge.live').waitFor();
  expect(await row(page, 1).locator('.badge.live').count()).toBe(0);
  await row(page, 2).getByText('By somebody else').waitFor();
});

// Publishing them takes most of the time.
test('the history scrolls through 500 versions with few rows in the page', {
  timeout: 180_000,
}, async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 500);
  const page = await portal.open(address(pipeline));
  await row(page, 500).getByText('Message').waitFor();
  const seen = new Set<number>();
  let most = 0;

  for (let oldest = 500; oldest > 1; ) {
    const numbers = await numbersOnPage(page);
    most = Math.max(most, numbers.length);
    for (const number of numbers) seen.add(number);
    oldest = Math.min(...numbers);
    const last = row(page, oldest);
    await last.getByText('Loading').waitFor({ state: 'detached' });
    expect(await last.getByRole('link', { name: new RegExp(`^v${oldest} Message`) }).count()).toBe(1);
    await last.evaluate((li) => li.scrollIntoView({ block: 'start' }));
    if (oldest > 1)
      await expect.poll(async () => Math.min(...(await numbersOnPage(page)))).toBeLessThan(oldest);
  }

  expect([...seen].toSorted((a, b) => b - a)).toEqual(numbersTo(500).toReversed());
  expect(most).toBeLessThan(60);
  await lookAt(page, 'history-end');
});

test('the End key leads to the first version, and going back restores the scroll position', async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 330);
  const page = await portal.open(address(pipeline));
  await row(page, 330).getByText('Message').waitFor();

  await page.keyboard.press('End');
  await row(page, 1).getByText('first version').waitFor();
  expect(await page.locator('.history li[data-number]').count()).toBeLessThan(60);

  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight / 2));
  const middle = await middleRow(page);
  await row(page, middle).getByText('Message').waitFor();
  const before = (await row(page, middle).boundingBox())?.y ?? 0;
  await row(page, middle)
    .getByRole('link', { name: `v${middle} Message` })
    .click();
  await page.getByRole('heading', { name: `Version ${middle}`, exact: true }).waitFor();
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();

  await row(page, middle).getByText('Message').waitFor();
  await expect
    .poll(async () => Math.abs(((await row(page, middle).boundingBox())?.y ?? 0) - before))
    .toBeLessThan(2);
});

test('saves and publishes by others do not move the rows that somebody reads', async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 120);
  const page = await portal.open(address(pipeline));
  await row(page, 120).getByText('Message').waitFor();
  await page.evaluate(() => window.scrollTo(0, 3_000));
  const read = await middleRow(page);
  await row(page, read).getByText('Message').waitFor();
  const before = (await row(page, read).boundingBox())?.y;

  await portal.drafts.saveFiles(pipeline, { 'config.yaml': 'a: 1', 'tests/quality/range.sql': 'SELECT 1' });
  await page.getByText('Unpublished changes', { exact: true }).waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'config.yaml' }).waitFor({ state: 'attached' });
  await expect.poll(async () => (await row(page, read).boundingBox())?.y).toBe(before);
  await publish(pipeline, 'Message while reading');
  await page.getByText('Published v121').waitFor({ state: 'attached' });

  await expect.poll(async () => (await row(page, read).boundingBox())?.y).toBe(before);
  expect(await row(page, read).getAttribute('aria-posinset')).toBe(String(122 - read));
  await pMap(numbersTo(60), (number) => publish(pipeline, `Message ${number} of many`), { concurrency: 4 });
  await page.getByText('Published v181').waitFor({ state: 'attached' });
  await expect.poll(async () => (await row(page, read).boundingBox())?.y).toBe(before);

  const seen = new Set<number>();
  for (let newest = read; newest < 181; ) {
    const numbers = await numbersOnPage(page);
    for (const number of numbers) seen.add(number);
    newest = Math.max(...numbers);
    await row(page, newest).getByText('Loading').waitFor({ state: 'detached' });
    await row(page, newest).evaluate((li) => li.scrollIntoView({ block: 'end' }));
    if (newest < 181)
      await expect.poll(async () => Math.max(...(await numbersOnPage(page)))).toBeGreaterThan(newest);
  }
  for (const number of numbersTo(181).slice(read)) expect(seen).toContain(number);
  expect(await row(page, 121).count()).toBeLessThan(2);
});

/** The number of the row in the middle of the window, once scrolling is over. */
async function middleRow(page: Page): Promise<number> {
  const look = () =>
    page.evaluate(() => {
      const at = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
      return Number(at?.closest<HTMLElement>('[data-number]')?.dataset.number ?? 0);
    });
  await expect.poll(look).toBeGreaterThan(0);
  return look();
}

test('the page of a version shows its message, files and changes', async () => {
  const pipeline = uniquePipeline();
  const message = `Second <b>bold</b> &amp; <script>alert(1)</script>\n\n  indented line\n${'x'.repeat(300)}`;
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  const pin = await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
  await portal.drafts.saveFile(pipeline, 'tests/quality/not_null.sql', 'SELECT 3');
  const { body: version } = await publish(pipeline, message);
  await publish(pipeline, 'Third');

  const page = await portal.open(address(pipeline, '/versions/2'));
  await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor();

  expect(await page.locator('.version .message').evaluate((p) => (p as HTMLElement).innerText)).toBe(message);
  const file = page.getByRole('row', { name: /pipeline\.sql/ });
  await file.waitFor();
  expect(await file.textContent()).toContain(pin);
  expect(await file.textContent()).toContain('8 B');
  expect(await file.getByRole('link').getAttribute('href')).toBe(
    address(pipeline, '/code?file=pipeline.sql&version=2'),
  );
  await page.getByText(version.fingerprint).waitFor();
  expect(await page.title()).toBe(`v2 · ${pipeline.namespace}/${pipeline.layer}/${pipeline.name}`);
  await page.getByRole('region', { name: 'Changes in pipeline.sql' }).getByText('SELECT 2').waitFor();
  await lookAt(page, 'version');
  await page.getByText(version.fingerprint).scrollIntoViewIfNeeded();
  await lookAt(page, 'version-files');

  await page.getByRole('link', { name: 'Version 3 →' }).click();
  await page.getByRole('heading', { name: 'Version 3', exact: true }).waitFor();
  expect(await page.locator('.version .badge.live').count()).toBe(1);
  await page.getByText('None: version 2 has the same files.').waitFor();
  await page.getByRole('link', { name: '← Version 2' }).click();
  await page.getByRole('link', { name: '← Version 1' }).click();
  await page.getByText('The first version').waitFor();
  await page.getByRole('link', { name: 'All versions' }).click();
  await row(page, 2).getByText('Second <b>bold</b> &amp;').waitFor();
});

test("the page shows the API's message for a missing version, and the version once it is published", async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');

  const page = await portal.open(address(pipeline, '/versions/2'));
  await page.getByRole('alert').getByText('VERSION_NOT_FOUND').waitFor();
  await page.getByRole('link', { name: 'All versions' }).waitFor();
  await lookAt(page, 'version-unknown');
  await publish(pipeline, 'Second');

  await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor();
});

test('the Tab key moves from row to row, and the focused row stays drawn', async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 120);
  const page = await portal.open(address(pipeline));
  await row(page, 120).getByText('Message').waitFor();
  const focused = () =>
    page.evaluate(() =>
      Number(document.activeElement?.closest<HTMLElement>('[data-number]')?.dataset.number),
    );

  await row(page, 120).getByRole('link', { name: /^v120/ }).focus();
  while ((await focused()) > 90) await page.keyboard.press('Tab');
  expect(await focused()).toBe(90);

  await page.evaluate(() => window.scrollTo(0, 0));
  await row(page, 119).waitFor();
  expect(await focused()).toBe(90);
});

test('rows that failed to load while the connection was lost load once it is back', async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 160);
  const page = await portal.open(address(pipeline));
  await row(page, 160).getByText('Message').waitFor();

  await page.context().setOffline(true);
  await page.keyboard.press('End');
  const banner = page.getByText('Connection lost');
  await banner.waitFor();
  expect((await banner.boundingBox())?.y).toBeGreaterThanOrEqual(0);
  await row(page, 1).getByText('Loading').waitFor();
  await lookAt(page, 'history-connection-lost');
  await page.keyboard.press('End'); // other widths have other heights
  await page.context().setOffline(false);

  await row(page, 2).getByText('Message').waitFor();
  // Rows that load become higher, and a row out of sight reads no changes.
  await row(page, 1).scrollIntoViewIfNeeded();
  await row(page, 1).getByText('first version').waitFor();
});

test("a refused page shows the API's message, and “Try again” reads it", async () => {
  const pipeline = uniquePipeline();
  await publishMany(pipeline, 80);
  const page = await portal.open(address(pipeline));
  await row(page, 80).getByText('Message').waitFor();
  const refusal = { code: 'THROTTLED', type: 'RATE_LIMIT', message: 'Too much at once.', request_id: 'r1' };
  await page.route('**/versions?*', (route) => route.fulfill({ status: 429, json: { error: refusal } }));

  await page.keyboard.press('End');
  await page.getByRole('alert').getByText('Too much at once.').waitFor();
  await page.unroute('**/versions?*');
  await page.getByRole('button', { name: 'Try again' }).click();

  await row(page, 1).getByText('first version').waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('many tests with long names and a long author fit into a row', async () => {
  const pipeline = uniquePipeline();
  const names = numbersTo(12).map((number) => `the_${'very_'.repeat(8)}long_name_of_test_${number}`);
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  await portal.drafts.saveFiles(
    pipeline,
    Object.fromEntries(names.map((name) => [`tests/quality/${name}.sql`, `SELECT '${name}'`])),
  );
  await publish(pipeline, 'Many tests');
  const author = 'arn:aws:sts::123456789012:assumed-role/data-engineers/ada.lovelace@example.com';
  const page = await portal.open('/');
  // This service has no sign-in, so the author is put into its answers.
  await page.route(/\/versions(\?|\/\d)/, async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replaceAll('"created_by":null', `"created_by":"${author}"`);
    await route.fulfill({ response, body: text });
  });

  await page.goto(address(pipeline));
  await row(page, 2).getByText(author).waitFor();
  await row(page, 2).getByText('9 more tests').waitFor();
  expect(await chips(row(page, 2)).count()).toBe(4);
  await lookAt(page, 'history-many-tests');
  await row(page, 2).getByRole('link', { name: 'v2 Many tests' }).click();

  await page.getByRole('heading', { name: 'Version 2', exact: true }).waitFor();
  await page.getByText(author).waitFor();
});

test('runs that executors report stand beside their version, with links that lead away', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  for (const message of ['First', 'Second', 'Third']) await publish(pipeline, message);
  const report = (version_number: number, run_id: string, state: string, url?: string) =>
    portal.api.ok('reportRun', { params: pipeline, body: { version_number, run_id, state, url } });
  await report(1, 'only one', 'succeeded');
  for (const id of ['a', 'b']) await report(3, id, 'succeeded');
  await report(3, '<i>nightly</i>', 'failed', 'https://runs.example.com/?a=%22#41');

  const page = await portal.open(address(pipeline), { height: 1_200 });
  await row(page, 3).getByText('3 runs, last failed just now').waitFor();
  const link = row(page, 3).getByRole('link', { name: 'failed', exact: true });
  const live = await page.getByLabel('Current version').textContent();
  const texts = await Promise.all([1, 2].map((number) => row(page, number).textContent()));
  await lookAt(page, 'history-runs');
  const opened = await link.evaluate((anchor: HTMLAnchorElement) => {
    const box = anchor.getBoundingClientRect();
    return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === anchor;
  });

  expect(live).toContain('3 runs, last failed just now');
  expect(texts[0]).toContain('1 run, succeeded just now');
  expect(texts[1]).not.toContain('run');
  expect(await link.getAttribute('href')).toBe('https://runs.example.com/?a=%22#41');
  expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
  expect(await link.getAttribute('title')).toBe('<i>nightly</i>');
  expect(opened).toBe(true);

  await page.goto(address(pipeline, '/versions/3'));
  const runs = page.getByRole('region', { name: /^Runs/ });
  await runs.getByText('<i>nightly</i>').waitFor();
  expect(await runs.getByRole('listitem').allTextContents()).toEqual([
    expect.stringMatching(/^failed<i>nightly<\/i>just now/),
    expect.stringMatching(/^succeededbjust now/),
    expect.stringMatching(/^succeededajust now/),
  ]);
  await lookAt(page, 'version-runs');
  await page.goto(address(pipeline, '/versions/2'));
  await page.getByRole('heading', { name: 'Version 2' }).waitFor();
  await page.getByText('Fingerprint').waitFor();
  expect(await runs.count()).toBe(0);
});

test('a run that is reported while the page is open shows within a minute, or when the page is looked at again', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'First');
  const page = await portal.open('/');
  await page.clock.install();
  await page.goto(address(pipeline));
  await row(page, 1).getByText('first version').waitFor();

  const body = { version_number: 1, run_id: 'a', state: 'running' };
  await portal.api.ok('reportRun', { params: pipeline, body });
  await page.clock.fastForward(61_000);

  await row(page, 1).getByText('1 run, running').waitFor();
  await page.getByLabel('Current version').getByText('1 run, running').waitFor();
});
