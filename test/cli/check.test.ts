// `check`, in a process of its own: of a directory without any service, and of a draft.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { displayName } from '../../functions/domain/pipeline.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const NO_SERVICE = 'http://127.0.0.1:9';

async function directory(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await newDir();
  for (const [path, text] of Object.entries(files)) {
    const file = join(root, 'orders', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return root;
}

test('a directory without mistakes ends with 0', async () => {
  const cwd = await directory({ 'pipeline.sql': "SELECT * FROM {{ ref('orders') }}\n" });
  const { code, stdout, stderr } = await createCli(NO_SERVICE, { cwd }).run('check', 'orders');

  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Nothing is wrong.\n', stderr: '' });
});

test('errors and warnings are printed as compilers do, and errors end with 1', async () => {
  const cwd = await directory({
    'pipeline.sql': "SELECT 1\nFROM {{ ref('orders' }}\n",
    'config.yaml': 'schedule: daily\nschedule: hourly\n',
    'tests/quality/A.SQL': 'SELECT 1',
  });
  const { code, stdout, stderr } = await createCli(NO_SERVICE, { cwd }).run('check', 'orders/');

  expect({ code, stderr }).toEqual({ code: 1, stderr: 'error: orders/ has 1 error and 2 warnings.\n' });
  expect(stdout.split('\n')).toEqual([
    'orders/pipeline.sql:2:22: error: Jinja finds } here and expects ). [jinja-unbalanced]',
    expect.stringMatching(/^orders\/config\.yaml:2:1: warning: .* \[yaml-duplicate-key\]$/),
    expect.stringMatching(/^orders\/tests\/quality\/A\.SQL: warning: .* \[test-not-run\]$/),
    '',
  ]);
});

test('warnings alone end with 0, and settings of the directory count', async () => {
  const settings = 'checks:\n  conflict-marker: off\n  two-sources: error\n';
  const files = { 'pipeline.sql': '<<<<<<< a\r\nx\n', 'config.yaml': settings };
  const cwd = await directory(files);
  const both = await directory({ ...files, 'pipeline.py': 'x = 1\n' });

  const warned = await createCli(NO_SERVICE, { cwd }).run('check', 'orders');
  const failed = await createCli(NO_SERVICE, { cwd: both }).run('check', 'orders');

  expect(warned).toMatchObject({ code: 0, stdout: expect.stringMatching(/^.*mixed-line-endings\]\n$/) });
  expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining(': error: Runs use pipeline.py') });
});

test('with --json the report is what the API answers', async () => {
  const cwd = await directory({ 'pipeline.sql': ' \n', 'large.sql': 'x'.repeat(256 * 1024 + 1) });
  const { code, stdout } = await createCli(NO_SERVICE, { cwd }).run('check', 'orders', '--json');
  const finding = { line: null, column: null, message: expect.any(String) };

  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    valid: false,
    files: [
      { path: 'pipeline.sql', errors: [{ rule: 'empty-source', ...finding }], warnings: [] },
      { path: 'large.sql', errors: [], warnings: [{ rule: 'not-read', ...finding }] },
    ],
    more: 0,
  });
});

test('what is left out of a push is left out of its checks', async () => {
  const cwd = await directory({ 'pipeline.sql': 'SELECT 1', '.draft.sql': '<<<<<<< a\n', 'b.sql~': '' });

  expect(await createCli(NO_SERVICE, { cwd }).run('check', 'orders')).toMatchObject({ code: 0 });
});

test('no directory is wrong use', async () => {
  const cwd = await directory({});

  expect(await createCli(NO_SERVICE, { cwd }).run('check', 'orders')).toMatchObject({ code: 2 });
});

test('a draft is printed as a directory is', async () => {
  const { apiUrl, drafts } = await useServers();
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n<<<<<<< HEAD\n');
  const name = displayName(pipeline);

  const { code, stdout, stderr } = await createCli(apiUrl).run('check', name);

  expect({ code, stderr }).toEqual({ code: 1, stderr: `error: ${name} has 1 error.\n` });
  expect(stdout).toMatch(/^pipeline\.sql:2:1: error: .* \[conflict-marker\]\n$/);
});
