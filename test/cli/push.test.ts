// push, against a service: what the draft is afterwards, and what is refused before anything is changed.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { push } from '../../cli/push/push.ts';
import { createClient } from '../../client/client.ts';
import { displayName, type Pipeline } from '../../functions/domain/pipeline.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { createCli } from './support/run-cli.ts';

const { apiUrl, drafts } = await useServers();
const cli = createCli(apiUrl);
const client = createClient({ baseUrl: apiUrl });

const FILES = {
  'pipeline.sql': 'SELECT 1',
  'tests/quality/a b+%.sql': 'SELECT 0',
  'config.yaml': 'owner: us',
};

async function directoryWith(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await newDir();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  return dir;
}

interface Printed {
  readonly edits: readonly { readonly path: string; readonly change: string }[];
  readonly unchanged: number;
  readonly hidden: readonly string[];
}

const pathsOf = async (pipeline: Pipeline) => Object.keys(await drafts.listFiles(pipeline)).toSorted();

test('a directory becomes the draft of a pipeline that was not there, and a second push changes nothing', async () => {
  const pipeline = uniquePipeline();
  const dir = await directoryWith(FILES);

  const first = await cli.json<Printed>('push', displayName(pipeline), dir);
  const second = await cli.run('push', displayName(pipeline), dir);

  expect(first.edits.map(({ path, change }) => `${change} ${path}`).toSorted()).toEqual(
    Object.keys(FILES)
      .map((path) => `added ${path}`)
      .toSorted(),
  );
  expect(second.stdout).toBe(`The draft of ${displayName(pipeline)} is the directory already (3 files).\n`);
  for (const [path, content] of Object.entries(FILES))
    expect(await drafts.readFile(pipeline, path)).toBe(content);
});

test('only what differs is uploaded, and only --delete removes', async () => {
  const pipeline = uniquePipeline();
  const name = displayName(pipeline);
  await drafts.saveFiles(pipeline, { ...FILES, 'old.sql': 'SELECT 9' });
  const dir = await directoryWith({ ...FILES, 'pipeline.sql': 'SELECT 2' });

  const dry = await cli.run('push', name, dir, '--delete', '--dry-run');
  const kept = await cli.run('push', name, dir);
  const removed = await cli.json<Printed>('push', name, dir, '--delete');

  expect(dry.stdout).toBe('  M pipeline.sql\n  D old.sql\n2 files would be changed, 2 as they were.\n');
  expect(kept.stdout).toBe('  M pipeline.sql\n1 file changed, 2 as they were.\n');
  expect(removed).toMatchObject({ edits: [{ path: 'old.sql', change: 'removed' }], unchanged: 3 });
  expect(await pathsOf(pipeline)).toEqual(Object.keys(FILES).toSorted());
});

test('names with a dot in front are left out, and named', async () => {
  const pipeline = uniquePipeline();
  const dir = await directoryWith({ 'pipeline.sql': '1', '.git/config': 'x', 'tests/.env': 'secret' });

  const { hidden } = await cli.json<Printed>('push', displayName(pipeline), dir);

  expect(hidden).toEqual(['.git', 'tests/.env']);
  expect(await pathsOf(pipeline)).toEqual(['pipeline.sql']);
});

describe('nothing is changed by a push of', () => {
  async function refused(dir: string, ...flags: string[]) {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    const { code, stderr } = await cli.run('push', displayName(pipeline), dir, ...flags);
    expect(await pathsOf(pipeline)).toEqual(['pipeline.sql']);
    return { code, stderr };
  }

  test('symbolic links, which are named', async () => {
    const dir = await directoryWith({ 'pipeline.sql': 'SELECT 2' });
    await symlink('/etc/hostname', join(dir, 'config.yaml'));

    expect(await refused(dir)).toEqual({
      code: 2,
      stderr: expect.stringContaining('Symbolic links are not pushed: config.yaml'),
    });
  });

  test('an empty directory with --delete', async () => {
    expect(await refused(await newDir(), '--delete')).toEqual({
      code: 2,
      stderr: expect.stringContaining('would empty the draft'),
    });
  });

  test('a file that is too large, which is named', async () => {
    const dir = await directoryWith({ 'pipeline.sql': 'SELECT 2', 'big.sql': ' '.repeat(1024 * 1024 + 1) });

    expect(await refused(dir)).toEqual({ code: 2, stderr: expect.stringContaining('not pushed: big.sql') });
  });

  test('a directory that is not there', async () => {
    expect(await refused(join(await newDir(), 'none'))).toEqual({
      code: 2,
      stderr: expect.stringContaining('none is no directory'),
    });
  });
});

describe('somebody else’s edit meanwhile', () => {
  /** A push between whose look at the draft and whose edits something happens. */
  async function pushWhile(pipeline: Pipeline, dir: string, edit: () => Promise<unknown>) {
    const meddled: typeof client = {
      ...client,
      getDraft: async (request) => {
        const answer = await client.getDraft(request);
        await edit();
        return answer;
      },
    };
    const signal = new AbortController().signal;
    return push({ client: meddled, path: pipeline, signal }, dir, { delete: true, dryRun: false });
  }

  test('is not overwritten, and named', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    const dir = await directoryWith({ 'pipeline.sql': 'SELECT 2' });

    const pushed = pushWhile(pipeline, dir, () => drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3'));

    await expect(pushed).rejects.toThrow('Somebody else has edited pipeline.sql since');
    expect(await drafts.readFile(pipeline, 'pipeline.sql')).toBe('SELECT 3');
  });

  test('of a file that would be new or would go is not lost either', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'old.sql', 'SELECT 1');
    const added = pushWhile(pipeline, await directoryWith({ 'new.sql': '1' }), () =>
      drafts.saveFile(pipeline, 'new.sql', 'theirs'),
    );
    await expect(added).rejects.toThrow('Somebody else has edited new.sql since');

    const removed = pushWhile(pipeline, await directoryWith({ 'new.sql': 'theirs' }), () =>
      drafts.saveFile(pipeline, 'old.sql', 'theirs, too'),
    );
    await expect(removed).rejects.toThrow('Somebody else has edited old.sql since');
    expect(await drafts.readFile(pipeline, 'old.sql')).toBe('theirs, too');
  });

  test('that is the same edit is no conflict: so is one of ours whose answer was lost', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFiles(pipeline, { 'pipeline.sql': 'SELECT 1 -- one', 'old.sql': '1' });
    const dir = await directoryWith({ 'pipeline.sql': 'SELECT 2' });

    const { edits } = await pushWhile(pipeline, dir, async () => {
      await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
      await drafts.deleteFile(pipeline, 'old.sql');
    });

    expect(edits).toHaveLength(2);
  });
});

test('a file whose ETag is no MD5 is compared by its bytes, so that the draft stays clean', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, { a: 'same', b: 'this' });
  const dir = await directoryWith({ a: 'same', b: 'that' });
  const encrypted: typeof client = {
    ...client,
    getDraft: async (request) => {
      const { body, ...answer } = await client.getDraft(request);
      return {
        ...answer,
        body: { ...body, files: body.files.map((file) => ({ ...file, etag: `${file.etag}-2` })) },
      };
    },
  };

  const signal = new AbortController().signal;
  const { edits } = await push({ client: encrypted, path: pipeline, signal }, dir, {
    delete: false,
    dryRun: true,
  });

  expect(edits).toMatchObject([{ path: 'b', change: 'modified' }]);
});

test('push, diff, publish and pull go round: what is pulled is what was pushed', async () => {
  const name = displayName(uniquePipeline());
  const dir = await directoryWith(FILES);
  const out = join(await newDir(), 'out');

  await cli.run('push', name, dir, '--delete');
  const diff = await cli.run('diff', name);
  const published = await cli.run('publish', name, '-m', 'From the repository', '--skip-unchanged');
  await cli.run('pull', name, '--out', out);
  const again = await cli.json<Printed>('push', name, out, '--delete');

  expect(diff.stdout).toContain('never published → draft: 3 added\n');
  expect(published.stdout).toContain('v1 (3 files)');
  expect(again).toMatchObject({ edits: [], unchanged: 3 });
});
