// What each command does, against a service.
import { describe, expect, test } from 'vitest';
import { displayName } from '../../functions/domain/pipeline.ts';
import { flagBecomes } from '../support/flag.ts';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const { api, apiUrl, drafts } = await useServers();
const cli = createCli(apiUrl, { env: { PIPELINE_VERSIONING_FORCE_TTY: '200' } });

/** A pipeline with two versions, and its name. */
async function twoVersions() {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1\n');
  await api.ok('publishVersion', { params: pipeline, body: { message: 'One' } });
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2\n');
  await drafts.saveFile(pipeline, 'config.yaml', 'owner: us\n');
  await api.ok('publishVersion', { params: pipeline, body: { message: 'Two\nand more' } });
  return { pipeline, name: displayName(pipeline) };
}

test('log --path shows only what changed a file, and how', async () => {
  const { name } = await twoVersions();

  const { stdout } = await cli.run('log', name, '--path', 'config.yaml');
  const none = await cli.run('log', name, '--path', 'none.sql');
  const piped = await createCli(apiUrl).run('log', name, '--path', 'pipeline.sql', '--json');

  expect(stdout.trim().split('\n')).toHaveLength(2);
  expect(stdout).toMatch(/^v2 .* added: Two/m);
  expect(none.stdout).toBe('No version has a file none.sql.\n');
  expect(JSON.parse(piped.stdout).versions).toMatchObject([
    { version_number: 2, change: 'modified' },
    { version_number: 1, change: 'added' },
  ]);
});

test('list shows every pipeline once, page by page, and says that there are more', async () => {
  const namespace = `n${uniqueName('').slice(1, 12)}`.replaceAll('-', '');
  for (const name of ['a', 'b', 'c'])
    await drafts.saveFile(uniquePipeline({ namespace, name }), 'pipeline.sql', '1');
  for (const name of ['a', 'b', 'c']) await flagBecomes(api, uniquePipeline({ namespace, name }), null);

  const all = await cli.run('list', '--namespace', namespace);
  const two = await cli.run('list', '--namespace', namespace, '--limit', '2');

  expect(all.stdout.match(/^\S+/gm)).toEqual([
    'PIPELINE',
    ...['a', 'b', 'c'].map((name) => `${namespace}/silver/${name}`),
  ]);
  expect(two.stdout.trim().split('\n')).toHaveLength(3);
  expect(two.stderr).toContain('There are more');
});

test('list has the order of the portal, or begins with what needs attention', async () => {
  const namespace = `n${uniqueName('').slice(1, 12)}`.replaceAll('-', '');
  const of = (layer: 'bronze' | 'silver' | 'gold', name: string) => ({ namespace, layer, name });
  const all = [of('gold', 'a'), of('silver', 'b'), of('bronze', 'c'), of('silver', 'never')];
  for (const pipeline of all) await drafts.saveFile(pipeline, 'pipeline.sql', '1');
  for (const params of all.slice(0, 3)) await api.ok('publishVersion', { params, body: { message: 'One' } });
  for (const edited of [of('silver', 'b'), of('gold', 'a')]) {
    await drafts.saveFile(edited, 'pipeline.sql', '2');
    await flagBecomes(api, edited, true);
  }
  const listed = async (...args: string[]) => {
    const { stdout } = await cli.run('list', '--namespace', namespace, ...args);
    return [...stdout.matchAll(/^\w+\/(\S+)/gm)].map(([, path]) => path);
  };

  expect(await listed()).toEqual(['bronze/c', 'silver/b', 'silver/never', 'gold/a']);
  expect(await listed('--sort', 'attention')).toEqual(['gold/a', 'silver/b', 'silver/never', 'bronze/c']);
  expect(await listed('--sort', 'published', '--limit', '2')).toEqual(['bronze/c', 'silver/b']);
});

test('report-run notes a run of a version, and runs lists them, those of the current version by default', async () => {
  const { name } = await twoVersions();
  const report = (version: string, id: string, state: string, ...more: string[]) =>
    cli.run('report-run', name, version, '--run-id', id, '--state', state, ...more);

  const none = await cli.run('runs', name);
  const first = await report('1', 'nightly 41', 'running', '--link', 'https://runs.example.com/41');
  await report('1', 'nightly 41', 'failed');
  const late = await report('1', 'nightly 41', 'running');
  const listed = await cli.run('runs', name, '1');
  const json = await cli.run('runs', name, '1', '--json');
  const refused = await report('1', 'a', 'failed', '--link', 'javascript:alert(1)');
  const unknown = await report('3', 'a', 'failed');

  expect(none.stdout).toBe('Nobody has reported a run of v2.\n');
  expect(first.stdout).toBe('Run nightly 41 of v1 is noted as running.\n');
  expect(late.stdout).toBe('Run nightly 41 of v1 is noted as failed.\n');
  expect(listed.stdout).toMatch(
    /^RUN .*\nnightly 41 +failed +.* ago +- +https:\/\/runs\.example\.com\/41\n$/,
  );
  expect(JSON.parse(json.stdout)).toMatchObject({
    ...{ version_number: 1, count: 1, last: { state: 'failed' }, recent: [{ run_id: 'nightly 41' }] },
  });
  expect([refused.code, unknown.code]).toEqual([1, 1]);
  expect(unknown.stderr).toContain('its versions are 1 to 2');
});

test('status, log and show tell what runs use, since when, and what was said', async () => {
  const { pipeline, name } = await twoVersions();
  await flagBecomes(api, pipeline, false);

  const status = await cli.run('status', name);
  const log = await cli.run('log', name);
  const show = await cli.run('show', name, '1');
  const current = await cli.run('show', name);

  expect(status.stdout).toMatch(/Version +v2 {2}Two and more\nPublished .* ago\nDraft +clean, 2 files/);
  expect(log.stdout).toMatch(/^VERSION .*\nv2 .* ago .* Two and more\nv1 .* One\n$/);
  expect(show.stdout).toMatch(/Version +v1\n.*\n {4}One\n.*pipeline\.sql +\S+\n$/s);
  expect(current.stdout).toMatch(/Version +v2\n/);
});

test('show --at tells which version runs used at that time', async () => {
  const { pipeline, name } = await twoVersions();
  const { body: first } = await api.ok('getVersion', { params: { ...pipeline, version_number: 1 } });

  const then = await cli.run('show', name, '--at', first.created_at);
  const before = await cli.run('show', name, '--at', '2020-01-01');
  const both = await cli.run('show', name, '1', '--at', first.created_at);

  expect(then.stdout).toMatch(/Version +v1\n/);
  expect(before.stderr).toContain('had no version at 2020-01-01T00:00:00.000Z');
  expect([then.code, before.code, both.code]).toEqual([0, 1, 2]);
});

test('publish makes a version, once for a key, and none of an unchanged draft if that is wanted', async () => {
  const pipeline = uniquePipeline();
  const name = displayName(pipeline);
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');

  const first = await cli.run('publish', name, '-m', 'One', '--idempotency-key', 'k');
  const again = await cli.run('publish', name, '-m', 'One', '--idempotency-key', 'k');
  const skipped = await cli.run('publish', name, '-m', 'Two', '--skip-unchanged');
  const late = await cli.run('publish', name, '-m', 'Two', '--expected-version', '0');

  expect([first.stdout, again.stdout]).toEqual(Array(2).fill(`Published ${name} v1 (1 file).\n`));
  expect(skipped.stdout).toBe(`The draft of ${name} is v1 already; nothing was published.\n`);
  expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('current_version: 1') });
});

test('diff prints patches and counts, or names only', async () => {
  const { name } = await twoVersions();

  const patches = await cli.run('diff', name, '--from', '1', '--to', 'v2');
  const names = await cli.run('diff', name, '--from', '1', '--to', 'current', '--no-patch');
  const none = await cli.run('diff', name);

  expect(patches.stdout).toContain('-SELECT 1\n+SELECT 2\n');
  expect(patches.stdout).toMatch(/\nv1 → v2: 1 added, 1 modified\n$/);
  expect(names.stdout).toBe('  M pipeline.sql\n  A config.yaml\nv1 → v2: 1 added, 1 modified\n');
  expect(none).toMatchObject({ code: 0, stdout: 'v2 → draft: no file differs\n' });
});

test('diff takes versions as a range, and one file or folder', async () => {
  const { pipeline, name } = await twoVersions();
  await drafts.saveFile(pipeline, 'tests/quality/a.sql', 'SELECT 3\n');
  const diff = async (...args: string[]) => (await cli.run('diff', name, ...args, '--no-patch')).stdout;

  expect(await diff('1..2')).toBe('  M pipeline.sql\n  A config.yaml\nv1 → v2: 1 added, 1 modified\n');
  expect(await diff('v1..current', 'config.yaml')).toBe('  A config.yaml\nv1 → v2: 1 added\n');
  expect(await diff('tests/')).toBe('  A tests/quality/a.sql\nv2 → draft: 1 added\n');
  expect(await diff('1..', 'tests/quality')).toBe('  A tests/quality/a.sql\nv1 → draft: 1 added\n');
  expect(await diff('test')).toBe('v2 → draft: no file differs\n');
});

test.each([
  [['1..2..3'], 'as 3..5'],
  [['a..b'], 'a is no version'],
  [['1', '2'], 'as 3..5'],
  [['1..2', '--to', '3'], 'not both'],
])('diff %j is wrong use', async (args, said) => {
  const { code, stderr } = await cli.run('diff', 'default/silver/orders', ...args);

  expect(code).toBe(2);
  expect(stderr).toContain(said);
});

describe('cat', () => {
  test('prints a file of a version, of the current one, or of the draft', async () => {
    const { pipeline, name } = await twoVersions();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3\n');
    const cat = async (what: string) => (await cli.run('cat', what)).stdout;

    expect(await cat(`${name}@1:pipeline.sql`)).toBe('SELECT 1\n');
    expect(await cat(`${name}:pipeline.sql`)).toBe('SELECT 2\n');
    expect(await cat(`${name}@draft:pipeline.sql`)).toBe('SELECT 3\n');
  });

  test('gives a pipe the bytes, and a terminal nothing that moves its cursor', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.sql', '\u001b[2J\r\nSELECT 1');
    const what = `${displayName(pipeline)}@draft:pipeline.sql`;

    expect((await createCli(apiUrl).run('cat', what)).stdout).toBe('\u001b[2J\r\nSELECT 1');
    expect((await cli.run('cat', what)).stdout).toBe('\ufffd[2J\nSELECT 1');
  });

  test('says what is missing, and how a file is written', async () => {
    const { name } = await twoVersions();
    const cat = (...args: string[]) => cli.run('cat', ...args);

    expect(await cat(`${name}@9:pipeline.sql`)).toMatchObject({ code: 1, stdout: '' });
    expect(await cat(`${name}@1:config.yaml`)).toMatchObject({ code: 1, stdout: '' });
    expect(await cat(name)).toMatchObject({ code: 2, stderr: expect.stringContaining('@3:pipeline.sql') });
    expect(await cat(`${name}@x:a.sql`)).toMatchObject({ code: 2 });
    expect(await cat(`${name}:pipeline.sql`, '--json')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('open', () => {
  test('prints the address in the portal', async () => {
    const open = async (...args: string[]) => cli.run('open', 'default/silver/orders', ...args);

    expect((await open('--no-browser')).stdout).toBe(`${apiUrl}/pipelines/default/silver/orders\n`);
    expect((await open('3', '--json')).stdout).toContain('/pipelines/default/silver/orders/versions/3"');
  });

  test('refuses the address of an API, which has no pages', async () => {
    const api = 'https://abc.execute-api.eu-central-1.amazonaws.com/prod/';

    expect(await cli.run('open', 'default/silver/orders', '--url', api, '--no-sign')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--url'),
    });
  });
});

describe('rollback and restore', () => {
  test('do what they are told with --yes', async () => {
    const { pipeline, name } = await twoVersions();

    const rolledBack = await cli.run('rollback', name, '1', '--yes', '-m', 'Two is wrong');
    const restored = await cli.run('restore', name, '1', '--yes');

    const { body } = await api.ok('getPublished', { params: pipeline });
    expect(rolledBack.stdout).toBe(`Published version 1 of ${name} again as v3.\n`);
    expect(restored.stdout).toBe(`The draft of ${name} is version 1 again: 1 file written, 1 removed.\n`);
    expect(body).toMatchObject({ version_number: 3, files: [{ path: 'pipeline.sql' }] });
    expect(await drafts.readFile(pipeline, 'pipeline.sql')).toBe('SELECT 1\n');
  });

  test.each(['rollback', 'restore'])('%s does nothing where nobody can be asked', async (command) => {
    const { pipeline, name } = await twoVersions();

    const refused = await cli.run(command, name, '1');

    const { body } = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') });
    expect(body).toMatchObject({ latest_version: 2, draft_dirty: false });
  });
});

test('freeze refuses publish, rollback and restore with its reason, until it is overridden or lifted', async () => {
  const { name } = await twoVersions();

  const frozen = await cli.run('freeze', name, '--reason', 'Month-end\nclose', '--until', '3d');
  const status = await cli.run('status', name);
  const refused = [
    await cli.run('publish', name, '-m', 'Three'),
    await cli.run('rollback', name, '1', '--yes'),
    await cli.run('restore', name, '1', '--yes'),
  ];
  const passed = [
    await cli.run('publish', name, '-m', 'Three', '--override-freeze'),
    await cli.run('rollback', name, '1', '--yes', '--override-freeze'),
    await cli.run('restore', name, '1', '--yes', '--override-freeze'),
  ];
  const log = await cli.run('log', name);
  const show = await cli.run('show', name, '3');
  const lifted = await cli.run('unfreeze', name);
  const published = await cli.run('publish', name, '-m', 'Five');

  expect(frozen.stdout).toMatch(/^Froze \S+ until \d{4}-\S+Z\.\n$/);
  expect(status.stdout).toMatch(/Frozen +until \S+Z: Month-end close\n/);
  for (const { code, stderr } of refused) {
    expect(code).toBe(1);
    expect(stderr).toMatch(/is frozen until \S+Z: "Month-end\\nclose"/);
  }
  expect(passed.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(log.stdout.match(/\(over a freeze\)/g)).toHaveLength(2);
  expect(show.stdout).toMatch(/Overrode +the freeze of the pipeline: Month-end close\n/);
  expect(lifted.stdout).toBe(`Lifted the freeze of ${name}.\n`);
  expect(published.code).toBe(0);
});

test('freeze takes a namespace, and says when requests that ran already have ended', async () => {
  const namespace = uniqueName('n').replaceAll(/[^a-z0-9]/g, '');
  const name = `${namespace}/silver/orders`;
  await drafts.saveFile(uniquePipeline({ namespace, name: 'orders' }), 'pipeline.sql', 'SELECT 1');

  const frozen = await cli.run('freeze', namespace, '--reason', 'Audit', '--until', '90m', '--json');
  const status = await cli.run('status', name);
  const refused = await cli.run('publish', name, '-m', 'One');
  const lifted = await cli.run('unfreeze', namespace);
  const published = await cli.run('publish', name, '-m', 'One');

  const { reason, frozen_at, until, effective_by } = JSON.parse(frozen.stdout);
  expect(reason).toBe('Audit');
  expect(Date.parse(effective_by)).toBeGreaterThan(Date.parse(frozen_at));
  expect(Math.abs(Date.parse(until) - Date.parse(frozen_at) - 90 * 60_000)).toBeLessThan(60_000);
  expect(status.stdout).toMatch(/Namespace +frozen until \S+Z: Audit\n/);
  expect(refused.stderr).toContain(`Namespace ${namespace}`);
  expect(lifted.stdout).toBe(`Lifted the freeze of the namespace ${namespace}.\n`);
  expect(published.code).toBe(0);
});

test.each([
  [['a/b', '--reason', 'r', '--until', '1d'], 'or a namespace alone'],
  [['team', '--reason', 'r', '--until', '1 day'], 'It must be a time with its offset'],
  [['team', '--reason', 'r', '--until', '0d'], 'It must be a time with its offset'],
  [['team', '--until', '1d'], '--reason'],
  [['team', '--reason', 'r'], '--until'],
])('freeze %j is wrong use', async (args, says) => {
  const { code, stderr } = await cli.run('freeze', ...args);

  expect(code).toBe(2);
  expect(stderr).toContain(says);
});
