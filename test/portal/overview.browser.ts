// The overview: the current version and the draft's changes.
import { expect, test } from 'vitest';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { lookAt } from './support/look-at.ts';
import { usePortal } from './support/portal.ts';

const portal = await usePortal();

type Pipeline = ReturnType<typeof uniquePipeline>;

const address = ({ namespace, layer, name }: Pipeline) => `/pipelines/${namespace}/${layer}/${name}`;

const FILES = {
  'pipeline.sql': 'SELECT id,\n       amount\nFROM orders\n',
  'config.yaml': 'schedule: daily\n',
  'tests/quality/not_null.sql': 'SELECT 1\n',
};

async function published(files: Readonly<Record<string, string>> = FILES, message = 'First orders') {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFiles(pipeline, files);
  await portal.api.ok('publishVersion', { params: pipeline, body: { message } });
  return pipeline;
}

test('in a draft that was never published every file is added, and nothing can run', async () => {
  const pipeline = uniquePipeline();
  await portal.drafts.saveFiles(pipeline, FILES);

  const page = await portal.open(address(pipeline));

  await page.getByText('Nothing can run yet').waitFor();
  await page.getByText('3 added').waitFor();
  expect(await page.getByRole('button', { name: /^added / }).count()).toBe(3);
  expect(await page.getByRole('button', { name: 'Discard changes' }).count()).toBe(0);
  await lookAt(page, 'overview-unpublished');
});

test('the page says that a clean draft is what runs use, and offers no publish', async () => {
  const pipeline = await published();

  const page = await portal.open(address(pipeline));

  await page.getByText('No unpublished changes: the draft is what runs use (v1)').waitFor();
  expect(await page.getByRole('button', { name: 'Publish', exact: true }).isDisabled()).toBe(true);
  const live = page.getByLabel('Current version');
  await live.getByText('checks passed').waitFor();
  expect(await live.textContent()).toMatch(
    /^Live: v1 · published just now( by .+)? · 3 files checks passedFirst orders/,
  );
  expect(await page.title()).toBe(address(pipeline).replace('/pipelines/', ''));
  await lookAt(page, 'overview-clean');
});

test('an edit in the bucket shows without a reload, and disappears when it is undone', async () => {
  const pipeline = await published();
  const page = await portal.open(address(pipeline));
  await page.getByText('No unpublished changes').waitFor();

  await portal.drafts.saveFile(pipeline, 'config.yaml', 'schedule: hourly\n');
  await page.getByRole('button', { name: 'modified config.yaml' }).waitFor();
  await page.getByText('Unpublished changes', { exact: true }).waitFor();
  await portal.drafts.saveFile(pipeline, 'config.yaml', 'schedule: daily\n');

  await page.getByText('No unpublished changes').waitFor();
  await page.getByText('Published v1').waitFor();
});

test('the diffs of a few small files are open, and a click closes one', async () => {
  const pipeline = await published();
  await portal.drafts.saveFiles(pipeline, {
    'pipeline.sql': 'SELECT id,\n       total\nFROM orders\n',
    'notes.md': '# Notes\n',
    'tests/quality/filled.sql': 'SELECT 1\n',
  });
  await portal.drafts.deleteFile(pipeline, 'tests/quality/not_null.sql');
  await portal.drafts.deleteFile(pipeline, 'config.yaml');
  const page = await portal.open(address(pipeline));

  const renamed = page.getByRole('button', { name: /^renamed/ });
  const diff = page.getByRole('region', { name: 'Changes in pipeline.sql' });
  await diff.waitFor();
  expect(await diff.locator('tr.removed .text').allTextContents()).toEqual(['−       amount']);
  expect(await diff.locator('tr.added .text').allTextContents()).toEqual(['+       total']);
  await page.getByRole('region', { name: 'Changes in config.yaml' }).getByText('schedule: daily').waitFor();
  expect(await renamed.textContent()).toContain('tests/quality/not_null.sql → tests/quality/filled.sql');
  await page.getByText('Only the name changed').waitFor();
  await page.getByText('1 renamed').waitFor();
  await lookAt(page, 'overview-dirty');
  await page.getByRole('button', { name: 'modified pipeline.sql' }).click();
  await diff.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Collapse all' }).click();
  expect(await page.getByRole('region', { name: /^Changes in/ }).count()).toBe(0);
  await page.getByRole('button', { name: 'Expand all' }).click();
  await diff.waitFor();
});

test('names and contents of files are shown as text, whatever is in them', async () => {
  const names = [
    'a b#c?d%20+e&f=g.sql',
    'ünï/日本.sql',
    `"quoted" 'it'.sql`,
    '<img src=x onerror=alert(1)>.sql',
    '%2e%2e.sql',
  ];
  const content = '<script>alert(1)</script> &amp; "it"\n';
  const pipeline = await published(FILES, '<b>bold</b> & "quoted"');
  await portal.drafts.saveFiles(pipeline, Object.fromEntries(names.map((name) => [name, name + content])));

  const page = await portal.open(address(pipeline));
  await page.getByText('5 added').waitFor();

  for (const name of names) {
    const diff = page.getByRole('region', { name: `Changes in ${name}`, exact: true });
    await diff.waitFor();
    expect(await diff.locator('tr.added .text').textContent()).toBe(`+${name}${content.trim()}`);
    const link = page.getByRole('link', { name: `Open ${name} in the editor`, exact: true });
    const href = await link.getAttribute('href');
    expect(new URL(href ?? '', portal.apiUrl).searchParams.get('file')).toBe(name);
  }
  expect(await page.getByLabel('Current version').textContent()).toContain('<b>bold</b> & "quoted"');
  expect(await page.locator('main b, main img, main script').count()).toBe(0);
});

test('a diff shows a missing last newline, CRLF, tabs, long lines and odd characters', async () => {
  const long = 'x'.repeat(5_000);
  const pipeline = await published({
    'pipeline.sql': 'SELECT 1\n',
    'crlf.sql': 'a\nb\nc\n',
    'long.sql': `${long}\n`,
    'odd.sql': 'SELECT 1\n',
  });
  await portal.drafts.saveFiles(pipeline, {
    'pipeline.sql': 'SELECT 1',
    'crlf.sql': 'a\nb\r\nc\n',
    'long.sql': `${long}y\n`,
    'odd.sql': 'SELECT\t1 \u202e-- \u0007\n',
    'empty.sql': '',
  });
  const page = await portal.open(address(pipeline));

  await page.getByText('1 added').waitFor();

  const diff = (name: string) => page.getByRole('region', { name: `Changes in ${name}` });
  await diff('pipeline.sql').getByText('No newline at end of file').waitFor();
  expect(await diff('crlf.sql').locator('tr.added .unseen').textContent()).toBe('CR');
  expect(await diff('crlf.sql').locator('tr.removed .unseen').count()).toBe(0);
  expect(await diff('long.sql').locator('tr.added .text').textContent()).toBe(`+${long}y`);
  expect(await diff('odd.sql').locator('tr.added .text').textContent()).toBe('+SELECT\t1 U+202E-- U+0007');
  await page.getByText('The file is empty.').waitFor();
  await lookAt(page, 'overview-odd-lines');
});

test('an empty draft says so, and cannot be published', async () => {
  const pipeline = await published();
  for (const path of Object.keys(FILES)) await portal.drafts.deleteFile(pipeline, path);
  const page = await portal.open(address(pipeline));
  const publish = page.getByRole('button', { name: 'Publish', exact: true });

  await page.getByText('The draft is empty.').waitFor();

  await page.getByText('3 removed').waitFor();
  expect(await publish.getAttribute('aria-disabled')).toBe('true');
  expect(await publish.getAttribute('title')).toBe('The draft is empty');
  await publish.press('Enter');
  expect(await page.getByRole('dialog').count()).toBe(0);
  await lookAt(page, 'overview-empty');
});

test('a small file with many lines shows the first of them', async () => {
  const pipeline = await published();
  const lines = Array.from({ length: 60 }, (_, n) => `SELECT ${n}\n`);
  await portal.drafts.saveFile(pipeline, 'new.sql', lines.join(''));
  const page = await portal.open(address(pipeline));
  const added = page.getByRole('region', { name: 'Changes in new.sql' }).locator('tr.added');

  await page.getByRole('button', { name: 'Show all 60 lines' }).waitFor();
  expect(await added.count()).toBe(40);
  await page.getByRole('button', { name: 'Show all 60 lines' }).click();

  await expect.poll(() => added.count()).toBe(60);
});

test('a list of a thousand changed files stays usable', async () => {
  const pipeline = await published();
  const many = Array.from({ length: 1_000 }, (_, n) => [
    `parts/${String(n).padStart(4, '0')}.sql`,
    `SELECT ${n}\n`,
  ]);
  await portal.drafts.saveFiles(pipeline, Object.fromEntries(many));
  const page = await portal.open(address(pipeline));
  const rows = page.getByRole('button', { name: /^added / });

  await page.getByText('1,000 added').waitFor();
  expect(await rows.count()).toBe(100);
  await page.getByRole('button', { name: 'Show all 1,000' }).click();
  await expect.poll(() => rows.count()).toBe(1_000);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('parts/0100.sql');
  await page.getByRole('button', { name: 'added parts/0999.sql' }).click();

  await page.getByRole('region', { name: 'Changes in parts/0999.sql' }).getByText('SELECT 999').waitFor();
});

test('a diff of thousands of lines shows the first ones, and the rest on a click', async () => {
  const pipeline = await published();
  const lines = Array.from({ length: 3_000 }, (_, n) => `SELECT ${n}\n`);
  await portal.drafts.saveFile(pipeline, 'long.sql', lines.join(''));
  const page = await portal.open(address(pipeline));

  await page.getByRole('button', { name: 'added long.sql' }).click();
  const diff = page.getByRole('region', { name: 'Changes in long.sql' });
  await diff.waitFor();
  expect(await diff.locator('tr.added').count()).toBe(500);
  await page.getByRole('button', { name: 'Show all 3,000 lines' }).click();

  await expect.poll(() => diff.locator('tr.added').count()).toBe(3_000);
});
