// pull, against a service: what DIR is afterwards, and what it is if something is wrong.
import { mkdir, readdir, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { displayName } from '../../functions/domain/pipeline.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { startLocalProcess } from '../support/local-process.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';
import { shown, snapshotsOf } from './support/shown.ts';

const { api, apiUrl, drafts } = await useServers();
const cli = createCli(apiUrl);

const ONE = { 'pipeline.sql': 'SELECT 1', 'tests/quality/a.sql': 'SELECT 0' };
const TWO = { 'pipeline.sql': 'SELECT 2', 'config.yaml': 'owner: us' };

async function twoVersions() {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, ONE);
  await api.ok('publishVersion', { params: pipeline, body: { message: 'One' } });
  await drafts.deleteFile(pipeline, 'tests/quality/a.sql');
  await drafts.saveFiles(pipeline, TWO);
  await api.ok('publishVersion', { params: pipeline, body: { message: 'Two' } });
  return { pipeline, name: displayName(pipeline), out: join(await newDir(), 'out') };
}

test('a pull gives the files of the current version, and a second one does nothing', async () => {
  const { name, out } = await twoVersions();

  const first = await cli.run('pull', name, '--out', out);
  const link = await readlink(out);
  const second = await cli.json('pull', name, '--out', out);

  expect(first).toEqual({ code: 0, stderr: '', stdout: `${out} is v2 of ${name} now (2 files).\n` });
  expect(await shown(out)).toEqual(TWO);
  expect(second).toMatchObject({ changed: false, version_number: 2 });
  expect(await readlink(out)).toBe(link);
});

test('another version takes the place of the first, which readers keep until the next pull', async () => {
  const { name, out } = await twoVersions();
  await cli.run('pull', name, '--out', out, '--version', '1');
  const open = await realpath(out);

  await cli.run('pull', name, '--out', out, '--version', '2');

  expect(await shown(out)).toEqual(TWO);
  expect(await shown(open)).toEqual(ONE);
  await cli.run('pull', name, '--out', out, '--version', '1');
  expect(await shown(out)).toEqual(ONE);
  expect(await shown(open)).toBeNull();
  expect(await snapshotsOf(out)).toHaveLength(2);
});

test.each(['a changed file', 'a file more', 'a file less'])(
  'a snapshot with %s is pulled anew',
  async (what) => {
    const { name, out } = await twoVersions();
    await cli.run('pull', name, '--out', out);
    if (what === 'a file less') await rm(join(out, 'config.yaml'));
    else await writeFile(join(out, what === 'a file more' ? 'more.sql' : 'pipeline.sql'), 'SELECT 3');

    const { changed } = await cli.json<{ changed: boolean }>('pull', name, '--out', out);

    expect(changed).toBe(true);
    expect(await shown(out)).toEqual(TWO);
  },
);

describe('a DIR that no pull has made', () => {
  test('is refused and not touched, be it a directory, a file or a link', async () => {
    const { name, out } = await twoVersions();
    const parent = join(out, '..');
    await mkdir(join(parent, 'directory'));
    await writeFile(join(parent, 'directory/mine.txt'), 'mine');
    await writeFile(join(parent, 'file'), 'mine');
    await symlink('directory', join(parent, 'link'));

    for (const dir of ['directory', 'file', 'link']) {
      const { code, stderr } = await cli.run('pull', name, '--out', join(parent, dir));
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('was not made by pull') });
    }

    expect(await shown(parent)).toEqual({ 'directory/mine.txt': 'mine', file: 'mine' });
  });

  test('is taken if it is an empty directory, unless it is the one we are in', async () => {
    const { name, out } = await twoVersions();
    await mkdir(out);

    const here = await createCli(apiUrl, { cwd: out }).run('pull', name, '--out', '.');
    const there = await cli.run('pull', name, '--out', `${out}/`);

    expect([here.code, there.code]).toEqual([2, 0]);
    expect(await shown(out)).toEqual(TWO);
  });
});

test('a pinned object that is gone is named, and DIR stays as it was', async () => {
  const { pipeline, name, out } = await twoVersions();
  await cli.run('pull', name, '--out', out);
  const { body } = await api.ok('getPublished', { params: pipeline, query: { version: 1 } });
  const gone = body.files.find(({ path }) => path === 'tests/quality/a.sql');
  await drafts.deleteFile(pipeline, 'tests/quality/a.sql', gone?.version_id);

  const { code, stderr } = await cli.run('pull', name, '--out', out, '--version', '1');

  expect(code).toBe(1);
  expect(stderr).toBe(
    'error: What is pinned is no longer in the bucket: tests/quality/a.sql. Nothing was replaced.\n',
  );
  expect(await shown(out)).toEqual(TWO);
  expect(await snapshotsOf(out)).toHaveLength(1);
});

test('what the service refuses leaves no trace', async () => {
  const { name, out } = await twoVersions();

  const { code } = await cli.run('pull', name, '--out', out, '--version', '3');

  expect(code).toBe(1);
  expect(await readdir(join(out, '..'))).toEqual([]);
});

test('--draft gives the draft as it is now, where runs may use drafts', async () => {
  const allowing = await startLocalProcess([
    ...['--port', '0', '--s3-port', '0', '--dynamodb-port', '0', '--draft-runs'],
    ...['--data', await newDir()],
  ]);
  onTestFinished(() => allowing.stop());
  const demo = createCli(allowing.apiUrl);
  const name = 'default/silver/clean_orders';
  const out = join(await newDir(), 'out');

  const first = await demo.run('pull', name, '--draft', '--out', out);
  const second = await demo.json('pull', name, '--draft', '--out', out);

  expect(first.stdout).toBe(`${out} is the draft of ${name} now (4 files).\n`);
  expect(second).toMatchObject({ version_number: null, changed: false });
  expect(Object.keys((await shown(out)) ?? {})).toContain('pipeline.sql');
});

test('--manifest prints the manifest, without links, and fetches nothing', async () => {
  const { pipeline, name } = await twoVersions();

  const { stdout } = await cli.run('pull', name, '--manifest', '--version', '1');

  const { body } = await api.ok('getPublished', { params: pipeline, query: { version: 1 } });
  expect(JSON.parse(stdout)).toEqual(body);
  expect(body.files[0]).not.toHaveProperty('url');
});
