// What the live draft shows, what is compared with what, and the limits of patches; the rest is in test/api.
import { expect, test } from 'vitest';
import { MAX_PATCHED_BYTES } from '../../../functions/domain/patch.ts';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import { fingerprintOf } from '../../../functions/domain/snapshot.ts';
import { type Comparable, compareVersions } from '../../../functions/usecases/compare-versions.ts';
import { readDraft } from '../../../functions/usecases/read-draft.ts';
import { type Patched, readPatches, readPatchesWithin } from '../../../functions/usecases/read-patches.ts';
import { type Desk, PIPELINE, refusal, setUpDesk } from './desk.ts';

const compare = ({ deps }: Desk, from: Comparable = 'current', to: Comparable = 'draft') =>
  compareVersions(deps, PIPELINE, { from, to });

async function patches(desk: Desk, from?: Comparable, to?: Comparable) {
  const { changes } = await compare(desk, from, to);
  const all: Patched[] = [];
  for await (const patched of readPatches(desk.deps, PIPELINE, changes)) all.push(patched);
  return all;
}

const marks = (all: readonly Patched[]) => all.map((one) => ('patch' in one ? 'patch' : one.omitted));

const put = (desk: Desk, path: string, body: Uint8Array | string) =>
  void desk.bucket.put(keyPrefix(PIPELINE) + path, body);

test('the draft is read with the state beside it, and nothing is written', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'A');

  const { state, draft, files } = await readDraft(desk.deps, PIPELINE);

  expect(state).toBeNull();
  expect(draft).toMatchObject({ fingerprint: fingerprintOf(files), fileCount: 1 });
  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
});

test('a list that came to nothing is made again, a bounded number of times', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const { files } = desk.deps;
  const answers = [null, await files.listDraft(PIPELINE, { known: async () => [] })];
  const tornOnce = { ...files, listDraft: async () => answers.shift() ?? null };

  const { files: listed } = await readDraft({ ...desk.deps, files: tornOnce }, PIPELINE);
  const tornForEver = readDraft({ ...desk.deps, files: tornOnce }, PIPELINE);

  expect(listed).toHaveLength(1);
  await expect(tornForEver).rejects.toMatchObject(refusal('DRAFT_CHANGING'));
});

test('what is neither draft nor version is not found; a version without a draft is', async () => {
  const desk = setUpDesk();
  await expect(compare(desk)).rejects.toMatchObject(refusal('PIPELINE_NOT_FOUND'));
  await expect(readDraft(desk.deps, PIPELINE)).rejects.toMatchObject(refusal('PIPELINE_NOT_FOUND'));

  desk.save('pipeline.sql');
  await desk.publish();
  desk.removeAll();

  expect((await readDraft(desk.deps, PIPELINE)).files).toEqual([]);
  expect((await compare(desk)).summary).toMatchObject({ removed: 1, unchanged: 0 });
});

test('before the first publish, all of the draft is new beside what runs use, and nothing else can be compared', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'config.yaml']);

  const { from, to, changes } = await compare(desk);

  expect(from).toMatchObject({ kind: 'current', number: null, files: [], fingerprint: fingerprintOf([]) });
  expect(to).toMatchObject({ kind: 'draft', number: null });
  expect(changes.map(({ change, path }) => [change, path])).toEqual([
    ['added', 'pipeline.sql'],
    ['added', 'config.yaml'],
  ]);
  await expect(compare(desk, 'current', 'current')).rejects.toMatchObject(refusal('NOT_PUBLISHED'));
  await expect(compare(desk, 1, 'draft')).rejects.toMatchObject(refusal('VERSION_NOT_FOUND'));
});

test('versions are found by number, wherever they are kept, and `current` is the newest', async () => {
  const desk = setUpDesk();
  for (const body of ['A', 'B', 'C']) {
    desk.save('pipeline.sql', body);
    await desk.publish();
  }
  desk.save('pipeline.sql', 'A');

  const [old, now, same] = await Promise.all([
    compare(desk, 1, 'current'),
    compare(desk),
    compare(desk, 1, 'draft'),
  ]);

  expect([old.from.number, old.to.number, old.to.kind]).toEqual([1, 3, 'current']);
  expect([old.summary.modified, now.summary.modified, same.summary.unchanged]).toEqual([1, 1, 1]);
  expect(same.changes).toEqual([]);
  await expect(compare(desk, 1, 4)).rejects.toMatchObject(refusal('VERSION_NOT_FOUND'));
});

test('a patch comes from the pinned bytes, though the draft goes on', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'A\n');
  await desk.publish();
  desk.save('pipeline.sql', 'B\n');
  const { changes } = await compare(desk);
  desk.save('pipeline.sql', 'C\n');

  const [patched] = await Array.fromAsync(readPatches(desk.deps, PIPELINE, changes));

  expect(patched).toEqual({ patch: expect.stringContaining('-A\n+B\n') });
});

test('what is no text, or larger than 256 KB on either side, has no patch and is marked', async () => {
  const desk = setUpDesk();
  const text = (length: number) => 'x'.repeat(length);
  put(desk, 'became-binary', 'text');
  put(desk, 'became-small', text(MAX_PATCHED_BYTES + 1));
  await desk.publish().catch(() => undefined);
  desk.save('pipeline.sql');
  await desk.publish();
  put(desk, 'became-binary', new Uint8Array([0, 1, 2]));
  put(desk, 'became-small', text(MAX_PATCHED_BYTES));
  put(desk, 'largest', text(MAX_PATCHED_BYTES));
  put(desk, 'too-large', text(MAX_PATCHED_BYTES + 1));

  expect(await patches(desk)).toEqual([
    { omitted: 'binary' },
    { omitted: 'too_large' },
    { patch: expect.stringContaining(`+${text(MAX_PATCHED_BYTES)}\n\\ No newline`) },
    { omitted: 'too_large' },
  ]);
});

test('a file too large to be looked into is not read', async () => {
  const desk = setUpDesk();
  put(desk, 'pipeline.sql', 'x'.repeat(MAX_PATCHED_BYTES + 1));
  const { changes } = await compare(desk);
  const read = async () => {
    throw new Error('this was not to be read');
  };

  const deps = { ...desk.deps, files: { ...desk.deps.files, read } };

  expect(await Array.fromAsync(readPatches(deps, PIPELINE, changes))).toEqual([{ omitted: 'too_large' }]);
});

test('texts with too little in common, and bytes that nothing pins, are marked as such', async () => {
  const desk = setUpDesk();
  const lines = (letter: string) => Array.from({ length: 3_000 }, (_, n) => `${letter}${n}`).join('\n');
  desk.save('pipeline.sql', lines('a'));
  await desk.publish();
  desk.save('pipeline.sql', lines('b'));
  desk.saveUnversioned('old.sql');

  expect(await patches(desk)).toEqual([{ omitted: 'too_different' }, { omitted: 'unversioned' }]);
});

test('pinned bytes that are gone are an error that names them, all that are read together', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'config.yaml', 'notes.md']);
  const { version } = await desk.publish();
  for (const { path, versionId } of version.files.slice(0, 2)) {
    put(desk, path, 'changed');
    desk.bucket.deleteVersion(keyPrefix(PIPELINE) + path, versionId);
  }

  expect((await compare(desk)).summary).toMatchObject({ modified: 2, unchanged: 1 });
  await expect(patches(desk)).rejects.toMatchObject(
    refusal('PINNED_FILES_MISSING', {
      keys: ['config.yaml', 'notes.md'].map((path) => keyPrefix(PIPELINE) + path),
    }),
  );
});

test('patches are read as they are asked for, and none when the time is over', async () => {
  const desk = setUpDesk();
  desk.saveAll(Array.from({ length: 100 }, (_, n) => `${n}.sql`));
  const { changes } = await compare(desk);
  let reads = 0;
  const read: typeof desk.deps.files.read = (...args) => {
    reads += 1;
    return desk.deps.files.read(...args);
  };
  const all = readPatches({ ...desk.deps, files: { ...desk.deps.files, read } }, PIPELINE, changes);

  const { value: first } = await all.next();
  const readForOne = reads;
  desk.clock.at += 14_000;
  const rest = await Array.fromAsync(all);

  expect(first).toEqual({ patch: expect.any(String) });
  expect(rest).toEqual(Array.from({ length: 99 }, () => ({ omitted: 'out_of_time' })));
  expect([readForOne, reads]).toEqual([16, 16]);
});

test('what many files take counts in sum, by steps and not by time, and the rest says so', async () => {
  const desk = setUpDesk();
  const paths = ['pipeline.sql', 'x/1.sql', 'x/2.sql', 'x/3.sql'];
  const lines = (letter: string) => Array.from({ length: 100 }, (_, n) => `${letter}${n}`).join('\n');
  for (const path of paths) desk.save(path, lines('a'));
  await desk.publish();
  for (const path of paths) desk.save(path, lines('b'));
  const { changes } = await compare(desk);
  const stepsOfOne = 200 + 100 ** 2; // each line is read; of each side each line is compared with each of the other

  const within = (steps: number) =>
    Array.fromAsync(readPatchesWithin({ steps, bytes: 1e6 })(desk.deps, PIPELINE, changes));

  expect(marks(await within(2 * stepsOfOne))).toEqual(['patch', 'patch', 'out_of_time', 'out_of_time']);
  expect(marks(await within(stepsOfOne / 2))).toEqual(Array(4).fill('out_of_time'));
  expect(marks(await within(5 * stepsOfOne))).toEqual(Array(4).fill('patch'));
});

test('texts with nothing in common take hardly a step: patches of others are made', async () => {
  const desk = setUpDesk();
  const paths = Array.from({ length: 20 }, (_, n) => `${n}.txt`);
  const lines = (letter: string) => Array.from({ length: 30_000 }, (_, n) => `${letter}${n}`).join('\n');
  desk.saveAll(['pipeline.sql', 'z.sql']);
  for (const path of paths) desk.save(path, lines('a'));
  await desk.publish();
  for (const path of paths) desk.save(path, lines('b'));
  desk.save('z.sql', 'changed');

  const all = await patches(desk);

  expect(all.slice(0, -1)).toEqual(paths.map(() => ({ omitted: 'too_different' })));
  expect(all.at(-1)).toEqual({ patch: expect.stringContaining('+changed') });
});

test('no more bytes are read than the limit says, but for files that are read side by side', async () => {
  const desk = setUpDesk();
  for (let n = 0; n < 40; n += 1) put(desk, `${n}.sql`, 'x'.repeat(1_000));
  const { changes } = await compare(desk);

  const all = await Array.fromAsync(
    readPatchesWithin({ steps: 1e6, bytes: 20_000 })(desk.deps, PIPELINE, changes),
  );

  expect(marks(all)).toEqual([...Array(20).fill('patch'), ...Array(20).fill('out_of_time')]);
});
