// push, against a service: what the draft is afterwards, and what is refused before anything is changed.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeFailure } from '../../cli/describe-failure.ts';
import { quoted } from '../../cli/output/quoted.ts';
import { nameProblem } from '../../cli/push/file-name.ts';
import { type PushOptions, push } from '../../cli/push/push.ts';
import { createClient } from '../../client/client.ts';
import { ApiError } from '../../client/errors.ts';
import type { Draft } from '../../client/types.ts';
import { filePathProblem } from '../../functions/domain/file-path.ts';
import { displayName, type Pipeline } from '../../functions/domain/pipeline.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { isRefused } from '../support/refused-paths.ts';
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
  readonly left_out: readonly string[];
}

function pushBy(by: typeof client, pipeline: Pipeline, dir: string, options: Partial<PushOptions>) {
  const { signal } = new AbortController();
  return push({ client: by, path: pipeline, signal }, dir, { delete: false, dryRun: false, ...options });
}

/** A client that sees the draft's files differently. */
function withDraft(edit: (file: Draft['files'][number]) => Draft['files'][number]): typeof client {
  return {
    ...client,
    getDraft: async (request) => {
      const { body, ...answer } = await client.getDraft(request);
      return { ...answer, body: { ...body, files: body.files.map(edit) } };
    },
  };
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

describe('what is left out is neither uploaded nor deleted', () => {
  test('names with a dot in front and droppings, which are named', async () => {
    const pipeline = uniquePipeline();
    const name = displayName(pipeline);
    await drafts.saveFiles(pipeline, { 'pipeline.sql': '0', '.sqlfluff': '1', 'a/__pycache__/b.pyc': '2' });
    const droppings = ['a.sql~', '#a.sql#', '4913', 'Thumbs.db', '.DS_Store', 'a/.ipynb_checkpoints/x'];
    const dir = await directoryWith({
      ...{ 'pipeline.sql': '1', '.git/config': 'x', 'tests/.env': 'secret', '.sqlfluff': '2' },
      ...Object.fromEntries(droppings.map((path) => [path, 'x'])),
    });

    const { left_out, edits } = await cli.json<Printed>('push', name, dir, '--delete');

    expect(edits).toEqual([{ path: 'pipeline.sql', change: 'modified' }]);
    expect(left_out.toSorted()).toEqual(
      ['.git', '.sqlfluff', 'tests/.env', 'a/__pycache__/b.pyc', ...droppings]
        .map((path) => path.replace(/\/x$/, ''))
        .toSorted(),
    );
    expect(await pathsOf(pipeline)).toEqual(['.sqlfluff', 'a/__pycache__/b.pyc', 'pipeline.sql']);
  });

  test('what .pipelineignore says, as git reads it', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFiles(pipeline, { 'notes.md': 'theirs', 'target/old.sql': 'theirs' });
    const dir = await directoryWith({
      '.pipelineignore': '# ours\n*.md\n!KEEP.md\n/target/\n',
      ...{ 'pipeline.sql': '1', 'notes.md': '1', 'KEEP.md': '1', 'target/x.sql': '1', 'a/target/y.sql': '1' },
    });

    await cli.json('push', displayName(pipeline), dir, '--delete');

    expect(await pathsOf(pipeline)).toEqual(
      ['KEEP.md', 'a/target/y.sql', 'notes.md', 'pipeline.sql', 'target/old.sql'].toSorted(),
    );
    expect(await drafts.readFile(pipeline, 'notes.md')).toBe('theirs');
  });

  test('a .pipelineignore that is a link is not followed', async () => {
    const dir = await directoryWith({ 'pipeline.sql': '1' });
    await symlink('/etc/hostname', join(dir, '.pipelineignore'));

    const { code, stderr } = await cli.run('push', displayName(uniquePipeline()), dir);

    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('.pipelineignore cannot be read'),
    });
  });
});

test('the names that push refuses are those that the service refuses', () => {
  const characters = ['a', '.', '/', '\\', '\n', '\t', '\u0085', 'ü', '🙂', '\ud800', ' ', '"'];
  const path = fc.string({ unit: fc.constantFrom(...characters), maxLength: 6 });

  fc.assert(fc.property(path, (path) => (nameProblem(path) === null) === (filePathProblem(path) === null)));
  for (const length of [512, 513])
    expect(nameProblem('ü'.repeat(length / 2) + 'x'.repeat(length % 2)) === null).toBe(length === 512);
});

test('files that were saved while the bucket was not versioned are uploaded anew, though they are the same', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, { a: 'same', b: 'same' });
  const dir = await directoryWith({ a: 'same', b: 'same' });
  const unversioned = withDraft((file) => (file.path === 'a' ? { ...file, version_id: null } : file));

  const { edits } = await pushBy(unversioned, pipeline, dir, { dryRun: true });

  expect(edits).toMatchObject([{ path: 'a', change: 'modified' }]);
});

describe('a path that is a folder of another file', () => {
  test('is refused, with both names, whichever of the two is in the draft', async () => {
    const pipeline = uniquePipeline();
    const name = displayName(pipeline);
    await drafts.saveFiles(pipeline, { 'tests/a.sql': '0', folder: 'a file' });

    const above = await cli.run('push', name, await directoryWith({ tests: 'a file' }));
    const below = await cli.run('push', name, await directoryWith({ 'folder/b.sql': '1' }));

    expect(above).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/has tests\/a\.sql, and one .*: tests\. N/),
    });
    expect(below).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/has folder, and .*: folder\/b\.sql\. N/),
    });
    expect(await pathsOf(pipeline)).toEqual(['folder', 'tests/a.sql']);
  });

  test('takes its place with --delete, which removes the other one first', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFiles(pipeline, { 'tests/a.sql': '0', 'z.sql': '1' });
    const calls: string[] = [];
    const recorded: typeof client = {
      ...client,
      putFile: (request) => {
        calls.push(`PUT ${request.path.path}`);
        return client.putFile(request);
      },
      deleteFile: (request) => {
        calls.push(`DELETE ${request.path.path}`);
        return client.deleteFile(request);
      },
    };

    await pushBy(recorded, pipeline, await directoryWith({ tests: 'a file' }), { delete: true });

    expect(calls).toEqual(['DELETE tests/a.sql', 'PUT tests', 'DELETE z.sql']);
    expect(await pathsOf(pipeline)).toEqual(['tests']);
  });
});

test.skipIf(isRefused('a//b.sql'))('--delete deletes files whose paths no directory can hold', async () => {
  const pipeline = uniquePipeline();
  for (const path of ['a//b.sql', 'back\\slash.sql', 'tab\t.sql'])
    await drafts.saveFile(pipeline, path, path);
  const dir = await directoryWith({ 'pipeline.sql': '1' });

  const { edits } = await pushBy(client, pipeline, dir, { delete: true });

  expect(edits.map(({ change }) => change)).toEqual(['added', 'removed', 'removed', 'removed']);
  expect(await pathsOf(pipeline)).toEqual(['pipeline.sql']);
});

test('an edit that the service refuses names the file, and says how many were made', async () => {
  const pipeline = uniquePipeline();
  const refusal = { code: 'FORBIDDEN', type: 'AUTHORIZATION', message: 'Not you.', request_id: 'r' } as const;
  const refusing: typeof client = {
    ...client,
    putFile: (request) =>
      request.path.path === 'b.sql'
        ? Promise.reject(new ApiError(403, refusal, undefined))
        : client.putFile(request),
  };
  const dir = await directoryWith({ 'a.sql': '1', 'b.sql': '2' });

  const pushed = pushBy(refusing, pipeline, dir, {});

  await expect(pushed).rejects.toThrow('b.sql: Not you. 1 of 2 edits were made.');
  expect(describeFailure(await pushed.catch((error) => error)).error).toMatchObject({
    code: 'FORBIDDEN',
    status: 403,
  });
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

  test.each(['a\tb.sql', 'a\\b.sql', 'a\nb.sql'])('a name that the service refuses: %j', async (name) => {
    const dir = await directoryWith({ 'pipeline.sql': 'SELECT 2', [name]: '1' });

    expect(await refused(dir)).toEqual({
      code: 2,
      stderr: expect.stringContaining(`${quoted(name)}. Nothing was changed.`),
    });
  });

  test('a name that is no UTF-8', async () => {
    const dir = await directoryWith({ 'pipeline.sql': 'SELECT 2' });
    await writeFile(Buffer.concat([Buffer.from(`${dir}/`), Buffer.from('b\u00fccher.sql', 'latin1')]), '1');

    expect(await refused(dir)).toEqual({
      code: 2,
      stderr: expect.stringContaining('no UTF-8 are not pushed'),
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
    return pushBy(meddled, pipeline, dir, { delete: true });
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
  const encrypted = withDraft((file) => ({ ...file, etag: `${file.etag}-2` }));

  const { edits } = await pushBy(encrypted, pipeline, dir, { dryRun: true });

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
