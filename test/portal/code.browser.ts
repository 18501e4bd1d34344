// The Code tab: the files of a draft and of a version, and how they are edited.
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

function address(pipeline: Pipeline, file?: string, version?: number): string {
  const { namespace, layer, name } = pipeline;
  const query = new URLSearchParams({
    ...(file !== undefined && { file }),
    ...(version !== undefined && { version: String(version) }),
  });
  return `/pipelines/${namespace}/${layer}/${name}/code?${query}`;
}

const editor = (page: Page, path: string) => page.getByRole('textbox', { name: path, exact: true });
const item = (page: Page, name: string) => page.getByRole('treeitem', { name });

/** Typing over coloured words makes Chromium try to keep their colour by a style attribute, which it then complains of. */
async function clear(page: Page): Promise<void> {
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Backspace');
}

async function published(files: Readonly<Record<string, string | Uint8Array>>): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFiles(pipeline, files);
  await portal.api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  return pipeline;
}

async function bytesIn(pipeline: Pipeline, path: string): Promise<string> {
  const { bytes } = await portal.api.ok('getFile', { params: { ...pipeline, path } });
  return bytes.toString('latin1');
}

test("a save keeps the file's other bytes as they were, and the badge turns at once", async () => {
  const before = '\ufeffSELECT 1\r\nFROM orders\r\n';
  const pipeline = await published({ 'pipeline.sql': before });
  const page = await portal.open(address(pipeline));
  await page.getByText('Published v1').waitFor();

  await editor(page, 'pipeline.sql').press('Control+End');
  await page.keyboard.type('WHERE ok');
  await page.keyboard.press('Control+s');
  await page.getByText('Saved', { exact: true }).waitFor();

  await page.getByText('Unpublished changes').waitFor();
  const after = Buffer.from(`${before}WHERE ok`, 'utf8').toString('latin1');
  expect(await bytesIn(pipeline, 'pipeline.sql')).toBe(after);
  await item(page, 'pipeline.sql, modified').waitFor();
});

test('the tree marks changed files and the folders above them', async () => {
  const pipeline = await published({
    'pipeline.sql':
      "-- Orders that count\nSELECT id, 'paid' AS state, 42\nFROM raw_orders\nWHERE total > 0.5\n",
    'old.sql': 'SELECT 1',
    'config.yaml': 'schedule: daily\n',
  });
  await portal.drafts.saveFile(pipeline, 'config.yaml', 'schedule: hourly\nretries: 3\n');
  await portal.drafts.saveFile(pipeline, 'tests/quality/not_null.sql', 'SELECT 2');
  await portal.drafts.deleteFile(pipeline, 'old.sql');

  const page = await portal.open(address(pipeline));

  await item(page, 'config.yaml, modified').waitFor();
  await item(page, 'not_null.sql, added').waitFor();
  await item(page, 'old.sql, removed').waitFor();
  await editor(page, 'pipeline.sql').press('Control+End');
  await page.keyboard.type("\t'x' -- new");
  await item(page, 'pipeline.sql, unsaved changes').waitFor();
  await lookAt(page, 'code');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('orders');
  await lookAt(page, 'code-search');
  await page.keyboard.press('Escape');
  await item(page, 'old.sql, removed').click();
  await page.getByText('this is version 1').waitFor();
  await page.getByRole('textbox', { name: 'old.sql, version 1, read-only' }).waitFor();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expect.poll(() => editor(page, 'old.sql').innerText()).toBe('SELECT 1');
  await page.getByRole('treeitem', { name: 'old.sql', exact: true }).waitFor();
  await item(page, 'pipeline.sql').click();
  await expect.poll(() => editor(page, 'pipeline.sql').textContent()).toContain('-- new');
});

test('a person makes, renames and deletes a file', async () => {
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1' });
  const page = await portal.open(address(pipeline));
  const path = page.getByRole('textbox', { name: 'Path' });

  await page.getByRole('button', { name: 'New file' }).click();
  await path.fill('tests//a.sql');
  await page.getByText('A folder has no name').waitFor();
  await path.fill('pipeline.sql');
  await page.getByText('There is a file with this path already.').waitFor();
  await lookAt(page, 'code-new-file');
  await path.fill('tests/quality/a.sql');
  await page.getByRole('button', { name: 'Create' }).click();
  await editor(page, 'tests/quality/a.sql').click();
  await page.keyboard.type('SELECT 0');
  await item(page, 'a.sql, added, unsaved changes').waitFor();
  await page.getByRole('button', { name: 'Rename' }).click();
  await path.fill('tests/quality/b c.sql');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await item(page, 'b c.sql, added, unsaved changes').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('Saved', { exact: true }).waitFor();

  expect(Object.keys(await portal.drafts.listFiles(pipeline))).toEqual([
    'pipeline.sql',
    'tests/quality/b c.sql',
  ]);
  expect(await bytesIn(pipeline, 'tests/quality/b c.sql')).toBe('SELECT 0');
  await page.getByText('Unpublished changes').waitFor();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The draft has no file tests/quality/b c.sql.').waitFor();
  await page.getByText('Published v1').waitFor();
  expect(Object.keys(await portal.drafts.listFiles(pipeline))).toEqual(['pipeline.sql']);
});

test('a new file or a deletion does not overwrite or delete what somebody else has just saved', async () => {
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1', 'old.sql': 'SELECT 1' });
  const page = await portal.open(address(pipeline, 'old.sql'));
  await editor(page, 'old.sql').waitFor();
  await page.getByRole('button', { name: 'New file' }).click();
  await page.getByRole('textbox', { name: 'Path' }).fill('config.yaml');
  // No poll in between: the page must not know of it.
  await page.route(/\/files\/config\.yaml$/, async (route) => {
    await portal.drafts.saveFile(pipeline, 'config.yaml', 'theirs: true');
    await route.continue();
  });
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('alert').getByText('is there already').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.route(/\/files\/old\.sql$/, async (route) => {
    await portal.drafts.saveFile(pipeline, 'old.sql', 'SELECT theirs');
    await route.continue();
  });
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('alert').getByText('not the one you have seen').waitFor();

  expect(await bytesIn(pipeline, 'config.yaml')).toBe('theirs: true');
  expect(await bytesIn(pipeline, 'old.sql')).toBe('SELECT theirs');
});

test('a rename that fails halfway says that both files exist', async () => {
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1', 'old.sql': 'SELECT 2' });
  const page = await portal.open(address(pipeline, 'old.sql'));
  await editor(page, 'old.sql').waitFor();
  await page.route(/\/files\/old\.sql$/, async (route) => {
    if (route.request().method() === 'DELETE')
      await portal.drafts.saveFile(pipeline, 'old.sql', 'SELECT theirs');
    await route.continue();
  });

  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Path' }).fill('new.sql');
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('alert').getByText('both exist now').waitFor();

  expect(await bytesIn(pipeline, 'new.sql')).toBe('SELECT 2');
  expect(await bytesIn(pipeline, 'old.sql')).toBe('SELECT theirs');
});

test("a version's files are read-only", async () => {
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1', 'gone.sql': 'SELECT 2' });
  await portal.drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT newer');
  await portal.drafts.deleteFile(pipeline, 'gone.sql');

  const page = await portal.open(address(pipeline, 'gone.sql', 1));
  await page.getByText('Version 1, read-only').waitFor();
  const pinned = page.getByRole('textbox', { name: 'gone.sql, version 1, read-only' });
  await pinned.click();
  await page.keyboard.type('DROP');

  expect(await pinned.innerText()).toBe('SELECT 2');
  expect(await pinned.getAttribute('aria-readonly')).toBe('true');
  await lookAt(page, 'code-version');
  await item(page, 'pipeline.sql').click();
  const source = page.getByRole('textbox', { name: 'pipeline.sql, version 1, read-only' });
  await expect.poll(() => source.innerText()).toBe('SELECT 1');
  expect(await page.getByRole('button', { name: /Save|New file|Delete|Rename/ }).count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Compare with draft' }).getAttribute('href')).toMatch(
    /compare\?from=1&to=draft$/,
  );
  await page.getByRole('link', { name: 'Back to the draft' }).click();
  await expect.poll(() => editor(page, 'pipeline.sql').innerText()).toBe('SELECT newer');
});

const oddNames = [
  'a b.sql',
  'a#b.sql',
  'a%b.sql',
  'a%2Fb.sql',
  'a+b.sql',
  'a?b=c&d.sql',
  'größe 注文 🙂.sql',
  `it's "quoted".sql`,
  '<b>&amp;.sql',
];

test('the editor opens files with odd names', async () => {
  const files = Object.fromEntries(oddNames.map((name) => [`x y/${name}`, `SELECT '${name}'`]));
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1', ...files });
  const page = await portal.open(address(pipeline));

  for (const name of oddNames) {
    const path = `x y/${name}`;
    await page.getByRole('treeitem', { name, exact: true }).click();
    await editor(page, path).press('Control+End');
    await page.keyboard.type(' AS x');
    await page.keyboard.press('Control+s');
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await portal.drafts.readFile(pipeline, path)).toBe(`SELECT '${name}' AS x`);
  }

  await page.reload();
  await editor(page, `x y/${oddNames.at(-1)}`).waitFor();
});

test('HTML in a file is shown as text', async () => {
  const attack = `<script>document.title = 'broken'</script><img src=x onerror="document.title = 'broken'">`;
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1', 'page.html': attack });

  const page = await portal.open(address(pipeline, 'page.html'));

  await expect.poll(() => editor(page, 'page.html').innerText()).toBe(attack);
  expect(await page.title()).not.toBe('broken');
});

test('a binary file is offered for download', async () => {
  const bytes = Uint8Array.from([0x50, 0x4b, 3, 4, 0xff, 0xfe, 0]);
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1', 'data/model.bin': bytes });
  const page = await portal.open(address(pipeline, 'data/model.bin'));
  await page.getByText('not UTF-8 text').waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);

  expect(download.suggestedFilename()).toBe('model.bin');
  const chunks = await Array.fromAsync(await download.createReadStream());
  expect(Buffer.concat(chunks as Buffer[])).toEqual(Buffer.from(bytes));
});

test('a file that is too large or mixes line breaks is read-only, and the page says why', async () => {
  const pipeline = await published({
    'pipeline.sql': 'SELECT 1',
    'long.sql': '-'.repeat(1_048_577),
    'mixed.sql': 'SELECT 1\r\nFROM x\n',
  });

  const page = await portal.open(address(pipeline, 'long.sql'));
  await page.getByText('larger than 1 MB').waitFor();
  await item(page, 'mixed.sql').click();
  await page.getByText('this file mixes line breaks').waitFor();
  await editor(page, 'mixed.sql').click();
  await page.keyboard.type('x');

  expect(await editor(page, 'mixed.sql').innerText()).not.toContain('x1');
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
});

test('a text that the service refuses stays in the editor, with the reason', async () => {
  const pipeline = await published({ 'pipeline.sql': '-'.repeat(1_048_570) });
  const page = await portal.open(address(pipeline));

  await editor(page, 'pipeline.sql').press('Control+End');
  await page.keyboard.type('too long now');
  await page.keyboard.press('Control+s');

  await page.getByRole('alert').getByText('BODY_TOO_LARGE').waitFor();
  await page.getByText('Unsaved changes').waitFor();
  await expect.poll(() => editor(page, 'pipeline.sql').innerText()).toContain('too long now');
});

test('the keyboard moves through the tree, into the editor and out again', async () => {
  const pipeline = await published({ 'pipeline.sql': 'SELECT 1', 'tests/quality/a.sql': 'SELECT 2' });
  const page = await portal.open(address(pipeline));
  await item(page, 'pipeline.sql').focus();
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

  await page.keyboard.press('Home');
  expect(await focused()).toBe('tests');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => item(page, 'a.sql').count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await item(page, 'a.sql').waitFor();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  expect(await focused()).toBe('a.sql');
  await page.keyboard.press('Enter');
  await editor(page, 'tests/quality/a.sql').focus();
  await page.keyboard.press('Tab');
  expect(await editor(page, 'tests/quality/a.sql').innerText()).toMatch(/^\s+SELECT 2/);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Tab');

  const isInside = () => page.evaluate(() => document.activeElement?.shadowRoot !== null);
  await expect.poll(isInside).toBe(false);
});

test('a tree of hundreds of files begins folded, except around the open file', async () => {
  const pipeline = uniquePipeline();
  const paths = Array.from({ length: 210 }, (_, index) => `models/m${index % 40}/f${index}.sql`);
  await portal.drafts.saveFiles(
    pipeline,
    Object.fromEntries(['pipeline.sql', ...paths].map((path) => [path, path])),
  );

  const page = await portal.open(address(pipeline, 'models/m7/f7.sql'));

  await item(page, 'f7.sql, added').waitFor();
  expect(await page.getByRole('treeitem').count()).toBe(1 + 40 + 6 + 1);
  await expect.poll(() => editor(page, 'models/m7/f7.sql').innerText()).toBe('models/m7/f7.sql');
});

test('what checks find is marked as one types, by the rules and the settings of the service', async () => {
  const pipeline = await published({
    'pipeline.sql': 'select 1\n',
    'a.sql': '{% fancy %}\n',
    'config.yaml': 'checks: {jinja-unknown-tag: off}\n',
  });
  const page = await portal.open(address(pipeline, 'pipeline.sql'));
  const summary = (words: string) => page.getByRole('status').getByText(words).waitFor();

  await editor(page, 'pipeline.sql').press('Control+End');
  await page.keyboard.type('<<<<<<< mine\n{{ ref(');
  await summary('2 errors: F8 goes to the next');
  await page.keyboard.press('F8');
  await page.getByText('conflict-marker').waitFor();
  await lookAt(page, 'editor-marks');
  await page.keyboard.press('Escape');
  await clear(page);
  await page.keyboard.type('select 2\n');
  await page.getByText('F8 goes to the next').waitFor({ state: 'detached' });

  await item(page, 'a.sql').click();
  await editor(page, 'a.sql').waitFor();
  await item(page, 'config.yaml').click();
  await editor(page, 'config.yaml').press('Control+End');
  await page.keyboard.type('retries: 1\nretries: 2\n');
  await summary('1 warning: F8 goes to the next');
  await clear(page);
  await page.keyboard.type('a: 1');
  await page.getByText('F8 goes to the next').waitFor({ state: 'detached' });
  await item(page, 'a.sql').click();
  await summary('1 warning: F8 goes to the next');
});
