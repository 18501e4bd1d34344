// The live draft and comparisons, over HTTP: what differs, as whole files and line by line.
import { applyPatch, parsePatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { isRefused } from '../support/refused-paths.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

type Query = Readonly<Record<string, string | number | boolean>>;

const publish = async (params: Pipeline) =>
  (await api.ok('publishVersion', { params, body: { message: 'Published', allow_failed_checks: true } }))
    .body;
const getDraft = async (params: Pipeline) => (await api.ok('getDraft', { params })).body;
const compare = async (params: Pipeline, query: Query = {}) =>
  (await api.ok('compareVersions', { params, query })).body;

/** One pipeline for each of the two sides of a comparison: published, and edited since. */
async function edited(
  before: Readonly<Record<string, string | Uint8Array>>,
  after: Readonly<Record<string, string | Uint8Array>>,
): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, { 'pipeline.sql': 'SELECT 1', ...before });
  await publish(pipeline);
  const gone = Object.keys(before).filter((path) => !(path in after));
  await Promise.all(gone.map((path) => drafts.deleteFile(pipeline, path)));
  await drafts.saveFiles(pipeline, after);
  return pipeline;
}

describe('the draft', () => {
  test('shows each file with its pin and its change against the current version', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFiles(pipeline, { 'pipeline.sql': 'SELECT 1', 'same.md': 'same', 'gone.md': 'gone' });
    const { published_versions: pins, ...version } = await publish(pipeline);
    const key = (path: string) => keyPrefix(pipeline) + path;
    const modified = await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2;');
    const added = await drafts.saveFile(pipeline, 'config.yaml', 'a: 1');
    const resaved = await drafts.saveFile(pipeline, 'same.md', 'same');
    await drafts.deleteFile(pipeline, 'gone.md');

    const draft = await getDraft(pipeline);
    const { body: observed } = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });

    expect(draft).toMatchObject({ file_count: 3, current_version: 1, draft_dirty: true });
    expect(draft.fingerprint).toBe(observed.draft.fingerprint);
    expect(draft.fingerprint).not.toBe(version.fingerprint);
    expect(draft.files.map(({ path, version_id, size, change }) => [path, version_id, size, change])).toEqual(
      [
        ['config.yaml', added, 4, 'added'],
        ['gone.md', pins[key('gone.md')], 4, 'removed'],
        ['pipeline.sql', modified, 9, 'modified'],
        ['same.md', resaved, 4, 'unchanged'],
      ],
    );
    expect(draft.files.every((file) => file.key === key(file.path))).toBe(true);
  });

  test('that was never published is new as a whole', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFiles(pipeline, { 'pipeline.sql': 'SELECT 1', 'config.yaml': '' });

    const draft = await getDraft(pipeline);

    expect(draft).toMatchObject({ file_count: 2, current_version: null, draft_dirty: null });
    expect(draft.files.map(({ change }) => change)).toEqual(['added', 'added']);
  });

  test('that is what was published has no changes, though all of it was saved again', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    const { fingerprint } = await publish(pipeline);
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');

    expect(await getDraft(pipeline)).toMatchObject({
      fingerprint,
      draft_dirty: false,
      files: [{ change: 'unchanged' }],
    });
  });

  test('of which nothing is left shows what the current version has', async () => {
    const pipeline = await edited({}, {});
    await drafts.deleteFile(pipeline, 'pipeline.sql');

    expect(await getDraft(pipeline)).toMatchObject({
      file_count: 0,
      draft_dirty: true,
      files: [{ path: 'pipeline.sql', change: 'removed' }],
    });
  });
});

describe('a comparison', () => {
  test('tells what was compared, and what each side has, by content', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFiles(pipeline, {
      'pipeline.sql': 'SELECT 1',
      'config.yaml': 'a: 1',
      'same.md': 'same',
      'tests/quality/old.sql': 'SELECT 0',
      'gone.md': 'gone',
    });
    const first = await publish(pipeline);
    const pin = (path: string) => first.published_versions[keyPrefix(pipeline) + path];
    const source = await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 22');
    await drafts.saveFile(pipeline, 'same.md', 'same');
    const renamed = await drafts.saveFile(pipeline, 'tests/quality/new.sql', 'SELECT 0');
    await drafts.saveFile(pipeline, 'a.md', 'added');
    await drafts.deleteFile(pipeline, 'tests/quality/old.sql');
    await drafts.deleteFile(pipeline, 'gone.md');
    const second = await publish(pipeline);

    const { from, to, files, summary } = await compare(pipeline, { from: 1, to: 2 });

    const { fingerprint } = first;
    expect(from).toEqual({ kind: 'version', version_number: 1, fingerprint, file_count: 5 });
    expect(to).toMatchObject({ kind: 'version', version_number: 2, fingerprint: second.fingerprint });
    expect(files.map(({ change, path }) => [change, path])).toEqual([
      ['modified', 'pipeline.sql'],
      ['renamed', 'tests/quality/new.sql'],
      ['added', 'a.md'],
      ['removed', 'gone.md'],
    ]);
    expect(files[0]).toMatchObject({
      from: { path: 'pipeline.sql', version_id: pin('pipeline.sql'), size: 8 },
      to: { path: 'pipeline.sql', version_id: source, size: 9 },
    });
    expect(files[1]).toMatchObject({
      from: { path: 'tests/quality/old.sql', version_id: pin('tests/quality/old.sql') },
      to: { path: 'tests/quality/new.sql', version_id: renamed },
    });
    expect([files[2]?.from, files[3]?.to]).toEqual([null, null]);
    expect(files.some((file) => 'patch' in file || 'patch_omitted' in file)).toBe(false);
    expect(summary).toEqual({ added: 1, modified: 1, removed: 1, renamed: 1, unchanged: 2 });
  });

  test('is of the current version with the draft unless it says otherwise', async () => {
    const pipeline = await edited({}, { 'pipeline.sql': 'SELECT 2' });

    const plain = await compare(pipeline);

    expect(plain).toMatchObject({
      from: { kind: 'current', version_number: 1 },
      to: { kind: 'draft', version_number: null },
      summary: { modified: 1 },
    });
    expect(plain.to.fingerprint).toBe((await getDraft(pipeline)).fingerprint);
    expect(await compare(pipeline, { from: 'current', to: 'draft', patch: false })).toEqual(plain);
  });

  test('the other way round has the same files, with added and removed exchanged', async () => {
    const pipeline = await edited({ 'a.md': 'a', 'old.md': 'r' }, { 'b.md': 'b', 'new.md': 'r' });

    const there = await compare(pipeline, { from: 1, to: 'draft' });
    const back = await compare(pipeline, { from: 'draft', to: 1 });

    expect(there.files.map(({ change, path }) => [change, path])).toEqual([
      ['removed', 'a.md'],
      ['added', 'b.md'],
      ['renamed', 'new.md'],
    ]);
    expect(back.files.map(({ change, path }) => [change, path])).toEqual([
      ['added', 'a.md'],
      ['removed', 'b.md'],
      ['renamed', 'old.md'],
    ]);
    expect(back.files.map(({ from, to }) => [to, from])).toEqual(
      there.files.map(({ from, to }) => [from, to]),
    );
  });

  test.for([
    [{ from: 1, to: 1 }],
    [{ from: 'current', to: 1 }],
    [{ from: 'draft', to: 'draft', patch: true }],
    [{ from: 'current', to: 'current', patch: true }],
  ] as const)('of a thing with itself is empty: %j', async ([query]) => {
    const pipeline = await edited({ 'a.md': 'a' }, { 'a.md': 'a' });

    const { from, to, files, summary } = await compare(pipeline, query);

    expect(files).toEqual([]);
    expect(summary).toEqual({ added: 0, modified: 0, removed: 0, renamed: 0, unchanged: 2 });
    expect(from.fingerprint).toBe(to.fingerprint);
  });

  test('with what runs use, before the first publish, shows all of the draft as added', async () => {
    const pipeline = uniquePipeline();
    await drafts.saveFiles(pipeline, { 'pipeline.sql': 'SELECT 1\n', 'empty.md': '' });

    const { from, files, summary } = await compare(pipeline, { patch: true });

    expect(from).toMatchObject({ kind: 'current', version_number: null, file_count: 0 });
    expect(summary).toMatchObject({ added: 2, unchanged: 0 });
    expect(files.map(({ patch }) => applyPatch('', patch ?? 'none'))).toEqual(['SELECT 1\n', '']);
  });

  test('after a rollback tells that the versions are the same', async () => {
    const pipeline = await edited({}, { 'pipeline.sql': 'SELECT 2' });
    await publish(pipeline);
    await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });

    expect((await compare(pipeline, { from: 1, to: 3 })).files).toEqual([]);
    expect((await compare(pipeline)).summary).toMatchObject({ modified: 1 });
  });
});

const LIMIT = 256 * 1024;
const NO_END = '\\ No newline at end of file';

describe('a patch', () => {
  test.for([
    ['text', 'a\nb\nc\n', 'a\nB\nc\n'],
    ['an empty file that is filled', '', 'a\nb'],
    ['a file that is emptied', 'a\nb', ''],
    ['no newline at the end', 'a\nb', 'a\nc'],
    ['CRLF', 'a\r\nb\r\n', 'a\r\nc\r\n'],
    ['a byte order mark', '\ufeffa\nb\n', '\ufeffa\nc\n'],
    ['exactly 256 KB', 'x'.repeat(LIMIT), `${'y'.repeat(63)}\n`.repeat(LIMIT / 64)],
  ] as const)('turns the old text into the new one: %s', async ([_, before, after]) => {
    const pipeline = await edited({ 'pipeline.sql': before }, { 'pipeline.sql': after });

    const { files } = await compare(pipeline, { patch: true });
    const { files: back } = await compare(pipeline, { from: 'draft', to: 'current', patch: true });

    const exactly = { autoConvertLineEndings: false };
    expect(applyPatch(before, files[0]?.patch ?? 'none', exactly)).toBe(after);
    expect(applyPatch(after, back[0]?.patch ?? 'none', exactly)).toBe(before);
  });

  test('is what git diff writes, for every kind of change', async () => {
    const pipeline = await edited(
      { 'gone.md': 'a', 'moved.md': 'moved' },
      { 'pipeline.sql': 'SELECT 2', 'added.md': 'a\n', 'moved away.md': 'moved' },
    );

    const { files } = await compare(pipeline, { patch: true });

    expect(files.map(({ patch }) => patch?.split('\n').slice(0, -1))).toEqual([
      [
        'diff --git a/pipeline.sql b/pipeline.sql',
        '--- a/pipeline.sql',
        '+++ b/pipeline.sql',
        '@@ -1,1 +1,1 @@',
        '-SELECT 1',
        NO_END,
        '+SELECT 2',
        NO_END,
      ],
      [
        'diff --git a/added.md b/added.md',
        'new file mode 100644',
        '--- /dev/null',
        '+++ b/added.md',
        '@@ -0,0 +1,1 @@',
        '+a',
      ],
      [
        'diff --git a/gone.md b/gone.md',
        'deleted file mode 100644',
        '--- a/gone.md',
        '+++ /dev/null',
        '@@ -1,1 +0,0 @@',
        '-a',
        NO_END,
      ],
      ['diff --git a/moved.md b/moved away.md', 'rename from moved.md', 'rename to moved away.md'],
    ]);
  });

  test('names the file as it is called, whatever characters that takes', async () => {
    const names = [
      'two words.sql',
      `it's "quoted".sql`,
      'back\\slash.sql',
      'line\nbreak and\ttab.sql',
      'größe/データ/🚀.sql',
      '100%.sql',
      'a b/c b/d.sql',
      '//double//slashes.sql',
      '__proto__',
    ].filter((name) => !isRefused(name));
    const pipeline = uniquePipeline();
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    for (const name of names) await drafts.saveFile(pipeline, name, 'a\n');
    await publish(pipeline);
    for (const name of names) await drafts.saveFile(pipeline, name, 'b\n');

    const { files } = await compare(pipeline, { patch: true });
    const together = parsePatch(files.map(({ patch }) => patch).join(''));

    expect(files.map(({ path }) => path).toSorted()).toEqual(names.toSorted());
    expect(together.map(({ oldFileName, newFileName }) => [oldFileName, newFileName])).toEqual(
      files.map(({ path }) => [`a/${path}`, `b/${path}`]),
    );
  });

  test('is left out, with the reason, of what is no text or too large, and of nothing else', async () => {
    const pipeline = await edited(
      { 'a.bin': new Uint8Array([1, 0, 2]), 'b.latin1': new Uint8Array([0x63, 0x61, 0x66, 0xe9]) },
      {
        'a.bin': 'text now',
        'b.latin1': 'café',
        'c.md': 'x'.repeat(LIMIT),
        'd.md': 'x'.repeat(LIMIT + 1),
      },
    );

    const { files } = await compare(pipeline, { patch: true });

    expect(files.map((file) => [file.path, file.patch_omitted ?? typeof file.patch])).toEqual([
      ['a.bin', 'binary'],
      ['b.latin1', 'binary'],
      ['c.md', 'string'],
      ['d.md', 'too_large'],
    ]);
  });

  test('is left out past 2 MB of patches, and each file says so', async () => {
    const names = Array.from({ length: 12 }, (_, n) => `${String(n).padStart(2, '0')}.md`);
    const pipeline = await edited({}, Object.fromEntries(names.map((name) => [name, 'x'.repeat(200_000)])));

    const { files, summary } = await compare(pipeline, { patch: true });

    const whole = files.filter(({ patch }) => patch !== undefined);
    expect(summary.added).toBe(12);
    expect(whole.map(({ path }) => path)).toEqual(names.slice(0, 10));
    expect(files.slice(10).map((file) => file.patch_omitted)).toEqual(['answer_full', 'answer_full']);
    for (const { patch } of whole) expect(applyPatch('', patch ?? 'none')).toBe('x'.repeat(200_000));
  });

  test('comes from the pinned bytes, which no later edit changes', async () => {
    const pipeline = await edited({}, { 'pipeline.sql': 'SELECT 2' });
    await publish(pipeline);
    await drafts.deleteFile(pipeline, 'pipeline.sql');

    const { files } = await compare(pipeline, { from: 1, to: 2, patch: true });

    expect(applyPatch('SELECT 1', files[0]?.patch ?? 'none')).toBe('SELECT 2');
  });

  test('of bytes that were deleted for good is refused by name; the comparison itself needs no bytes', async () => {
    const pipeline = uniquePipeline();
    const pinned = await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
    await publish(pipeline);
    await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
    await drafts.deleteFile(pipeline, 'pipeline.sql', pinned);

    const { summary } = await compare(pipeline);
    const { error } = await api.refused('compareVersions', { params: pipeline, query: { patch: true } });

    expect(summary).toMatchObject({ modified: 1 });
    expect(error).toMatchObject({
      code: 'PINNED_FILES_MISSING',
      details: { keys: [`${keyPrefix(pipeline)}pipeline.sql`] },
    });
  });
});
