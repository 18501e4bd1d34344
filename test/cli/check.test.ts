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

test('a narrow terminal breaks no line of a finding', async () => {
  const cwd = await directory({ 'pipeline.sql': "SELECT 1\nFROM {{ ref('orders' }}\n" });
  const env = { PIPELINE_VERSIONING_FORCE_TTY: '60' };

  const { stdout } = await createCli(NO_SERVICE, { cwd, env }).run('check', 'orders');

  expect(stdout.replaceAll(/\p{Cc}\[\d+m/gu, '')).toBe(
    'orders/pipeline.sql:2:22: error: Jinja finds } here and expects ). [jinja-unbalanced]\n',
  );
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
    verdict: 'failed',
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

test('a version is checked as it is, whatever the draft has become', async () => {
  const { apiUrl, drafts } = await useServers();
  const pipeline = uniquePipeline();
  const name = displayName(pipeline);
  const cli = createCli(apiUrl);
  await drafts.saveFile(pipeline, 'pipeline.sql', '<<<<<<< HEAD\n');
  await cli.run('publish', name, '-m', 'One', '--allow-failed-checks');
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n');

  const first = await cli.run('check', `${name}@1`);
  const nowhere = await cli.run('check', `${name}@2`);
  const wrong = await cli.run('check', `${name}@draft`);

  expect(first).toMatchObject({ code: 1, stderr: `error: ${name}@1 has 1 error.\n` });
  expect(first.stdout).toMatch(/^pipeline\.sql:1:1: error: .* \[conflict-marker\]\n$/);
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('has no version 2') });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('the number of a version') });
});

test('a publish with errors prints them, ends with 1, and says how to publish all the same', async () => {
  const { apiUrl, drafts } = await useServers();
  const pipeline = uniquePipeline();
  const name = displayName(pipeline);
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n<<<<<<< HEAD\n');
  const cli = createCli(apiUrl);
  const line = /^pipeline\.sql:2:1: error: .* \[conflict-marker\]$/m;

  const refused = await cli.run('publish', name, '-m', 'One');
  const asJson = await cli.run('publish', name, '-m', 'One', '--json');
  const allowed = await cli.run('publish', name, '-m', 'One', '--allow-failed-checks');

  expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(line) });
  expect(refused.stderr).toContain(
    `error: The draft of ${name} has 1 error; nothing was published. Correct them, or publish all the same with --allow-failed-checks.`,
  );
  expect(refused.stderr.match(/conflict-marker/g)).toHaveLength(1);
  expect(asJson).toMatchObject({ code: 1, stdout: '' });
  expect(JSON.parse(asJson.stderr).error).toMatchObject({
    code: 'CHECKS_FAILED',
    details: { checks: { verdict: 'failed', files: [{ path: 'pipeline.sql' }] } },
  });
  expect(allowed).toMatchObject({ code: 0, stdout: `Published ${name} v1 (1 file).\n` });
  expect(allowed.stderr).toMatch(line);
});

test('log and show mark a version that was published in spite of errors, and no other', async () => {
  const { apiUrl, drafts } = await useServers();
  const pipeline = uniquePipeline();
  const name = displayName(pipeline);
  const cli = createCli(apiUrl);
  await drafts.saveFile(pipeline, 'pipeline.sql', ' \n');
  await cli.run('publish', name, '-m', 'One', '--allow-failed-checks');
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n');
  await cli.run('publish', name, '-m', 'Two');

  const log = await cli.run('log', name);

  expect(log.stdout).toMatch(/^v2\t.*\tTwo\nv1\t.*\t\(checks: failed\) One\n$/);
  expect((await cli.run('show', name, '1')).stdout).toMatch(/^Checks\s+failed$/m);
  expect((await cli.run('show', name, '2')).stdout).toMatch(/^Checks\s+passed$/m);
});

test('in 60 columns log still tells which version was published in spite of errors', async () => {
  const { apiUrl, drafts } = await useServers();
  const pipeline = uniquePipeline();
  const name = displayName(pipeline);
  await drafts.saveFile(pipeline, 'pipeline.sql', ' \n');
  const env = { PIPELINE_VERSIONING_FORCE_TTY: '60', NO_COLOR: '1' };
  const cli = createCli(apiUrl, { env });
  await cli.run('publish', name, '-m', 'A long message. '.repeat(9), '--allow-failed-checks');

  const { stdout } = await cli.run('log', name);

  expect(stdout).toContain('(checks: failed)');
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(60);
});
