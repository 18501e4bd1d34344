// Restore cut off in the middle, and what others do meanwhile.
import { expect, test } from 'vitest';
import { isDraftDirty } from '../../../functions/domain/draft.ts';
import { DomainError } from '../../../functions/domain/errors.ts';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import type { Deps } from '../../../functions/usecases/deps.ts';
import { restoreDraft } from '../../../functions/usecases/restore-draft.ts';
import { type Desk, PIPELINE, refusal, setUpDesk } from './desk.ts';

const FIRST = { 'pipeline.sql': '1', 'a.sql': '1', 'b.sql': '1', 'c.sql': '1' };
const SECOND = { 'pipeline.sql': '2', 'a.sql': '2', 'd.sql': '2', 'e.sql': '2' };

function become(desk: Desk, contents: Readonly<Record<string, string>>): void {
  desk.removeAll();
  for (const [path, body] of Object.entries(contents)) desk.save(path, body);
}

async function withTwoVersions(): Promise<Desk> {
  const desk = setUpDesk();
  for (const contents of [FIRST, SECOND]) {
    become(desk, contents);
    await desk.publish();
  }
  return desk;
}

function draftOf({ bucket }: Desk): Readonly<Record<string, string>> {
  const current = bucket.keys().map((key) => [key, bucket.versions(key).at(-1)?.body ?? null] as const);
  const there = current.filter(([, body]) => body !== null);
  return Object.fromEntries(there.map(([key, body]) => [key.slice(keyPrefix(PIPELINE).length), `${body}`]));
}

const input = { pipeline: PIPELINE, target: 1 };

/** The edit with this number, and all after it, fail as if the function had been stopped. */
function stoppedAt({ deps }: Desk, number: number): Deps {
  let edits = 0;
  const counted =
    <A extends unknown[], T>(edit: (...args: A) => Promise<T>) =>
    async (...args: A) => {
      edits += 1;
      if (edits >= number) throw new Error('stopped');
      return edit(...args);
    };
  const { copy, remove } = deps.files;
  return { ...deps, files: { ...deps.files, copy: counted(copy), remove: counted(remove) } };
}

test.each([1, 2, 3, 4, 5, 6])(
  'a restore that stops before its edit %i is finished by the next one',
  async (number) => {
    const desk = await withTwoVersions();

    await expect(restoreDraft(stoppedAt(desk, number), input)).rejects.toThrow();
    const { written, removed, state } = await restoreDraft(desk.deps, input);

    expect(draftOf(desk)).toEqual(FIRST);
    expect(written.length + removed.length).toBe(6 - (number - 1));
    expect(isDraftDirty(state.draft, state.current)).toBe(true);
  },
);

test('a file without a version is written again, though its content is that of the version', async () => {
  const desk = await withTwoVersions();
  become(desk, FIRST);
  desk.saveUnversioned('b.sql', FIRST['b.sql']);

  const { written } = await restoreDraft(desk.deps, input);

  expect(written).toEqual(['b.sql']);
  await expect(desk.publish()).resolves.toBeDefined();
});

test('an edit that fails lets those that run end, begins no other, and says what was done', async () => {
  const desk = setUpDesk();
  const paths = Array.from({ length: 100 }, (_, index) => `f${String(index).padStart(2, '0')}.sql`);
  become(desk, Object.fromEntries(['pipeline.sql', ...paths].map((path) => [path, '1'])));
  await desk.publish();
  become(desk, { 'pipeline.sql': '1' });
  const { copy } = desk.deps.files;
  let last = Promise.resolve();
  let begun = 0;
  const files: Deps['files'] = {
    ...desk.deps.files,
    copy(pipeline, pin) {
      begun += 1;
      const copied = last.then(() => copy(pipeline, pin)); // one ends after the other
      last = copied.then(() => undefined);
      if (pin.path === 'f40.sql') return Promise.reject(new DomainError('THROTTLED', 'Too many requests.'));
      return copied;
    },
  };

  const failure = await restoreDraft({ ...desk.deps, files }, input).catch((error) => error);

  expect(failure).toMatchObject({ code: 'THROTTLED', message: expect.stringMatching(/in part.* again/) });
  const { written, removed } = failure.details;
  expect(begun).toBeLessThan(paths.length);
  expect(written.length).toBeGreaterThanOrEqual(40);
  expect([...written, 'f40.sql', 'pipeline.sql'].toSorted()).toEqual(Object.keys(draftOf(desk)).toSorted());
  expect(removed).toEqual([]);
});

test('at no moment is a file gone that the version has', async () => {
  const desk = await withTwoVersions();
  desk.save('b.sql', '2');
  const seen: number[] = [];
  const { copy, remove } = desk.deps.files;
  const look = () => seen.push(Object.keys(FIRST).filter((path) => path in draftOf(desk)).length);
  const files = {
    ...desk.deps.files,
    copy: (...args: Parameters<typeof copy>) => copy(...args).finally(look),
    remove: (...args: Parameters<typeof remove>) => remove(...args).finally(look),
  };

  await restoreDraft({ ...desk.deps, files }, input);

  expect(seen.toSorted()).toEqual(seen);
  expect(seen.at(-1)).toBe(4);
});

test('a pin that is lost between the check and its copy is told; what was restored stays', async () => {
  const desk = await withTwoVersions();
  const key = `${keyPrefix(PIPELINE)}c.sql`;
  const { copy } = desk.deps.files;
  const files: Deps['files'] = {
    ...desk.deps.files,
    async copy(pipeline, pin) {
      if (pin.path === 'c.sql') desk.bucket.deleteVersion(key, pin.versionId);
      return copy(pipeline, pin);
    },
  };

  const failure = restoreDraft({ ...desk.deps, files }, input);

  await expect(failure).rejects.toMatchObject(refusal('PINNED_FILES_MISSING', { keys: [key] }));
});

test('what somebody else has deleted meanwhile is not counted as removed', async () => {
  const desk = await withTwoVersions();
  const { remove } = desk.deps.files;
  const files: Deps['files'] = {
    ...desk.deps.files,
    async remove(pipeline, path, condition) {
      if (path === 'd.sql') desk.remove('d.sql');
      return remove(pipeline, path, condition);
    },
  };

  expect((await restoreDraft({ ...desk.deps, files }, input)).removed).toEqual(['e.sql']);
  expect(desk.bucket.versions(`${keyPrefix(PIPELINE)}d.sql`)).toHaveLength(2);
});

test('a publish in the middle of a restore may pin a draft that is half restored', async () => {
  const desk = await withTwoVersions();
  const { copy } = desk.deps.files;
  let published: Promise<unknown> = Promise.resolve();
  const files: Deps['files'] = {
    ...desk.deps.files,
    async copy(pipeline, pin) {
      const copied = await copy(pipeline, pin);
      if (pin.path === 'a.sql') published = desk.publish();
      await published;
      return copied;
    },
  };

  await restoreDraft({ ...desk.deps, files }, input);
  const state = await desk.deps.versions.readState(PIPELINE);

  // S3 has no edit of many files at once. Whoever minds publishes with `expected_draft`.
  expect(state?.current).toMatchObject({ number: 3, fileCount: 6 });
  expect(draftOf(desk)).toEqual(FIRST);
});

/** A bucket that does not list what lies below `tests/`, as MinIO's does where an object `tests` has stood. */
function hidingTests({ deps }: Desk, meanwhile: () => void = () => {}): Deps {
  const listContent: Deps['files']['listContent'] = async (pipeline) => {
    const listed = await deps.files.listContent(pipeline);
    meanwhile();
    return listed.filter(({ path }) => !path.startsWith('tests/'));
  };
  return { ...deps, files: { ...deps.files, listContent } };
}

async function withHidden(...paths: readonly string[]): Promise<Desk> {
  const desk = setUpDesk();
  become(desk, { 'pipeline.sql': '1', ...Object.fromEntries(paths.map((path) => [path, '1'])) });
  await desk.publish();
  become(desk, { 'pipeline.sql': '1' });
  return desk;
}

test('a restore whose files the bucket then does not list fails, and names them', async () => {
  const desk = await withHidden('tests/a.sql', 'tests/b.sql');

  await expect(restoreDraft(hidingTests(desk), input)).rejects.toMatchObject(
    refusal('PATH_CONFLICT', {
      paths: ['tests/a.sql', 'tests/b.sql'],
      written: ['tests/a.sql', 'tests/b.sql'],
      removed: [],
    }),
  );
});

test.each([
  ['deleted', (desk: Desk) => desk.remove('tests/a.sql')],
  ['saved', (desk: Desk) => desk.save('tests/a.sql', 'theirs')],
])('a file that is %s around every list is not taken for a hidden one', async (_, edit) => {
  const desk = await withHidden('tests/a.sql');

  const { written } = await restoreDraft(
    hidingTests(desk, () => edit(desk)),
    input,
  );

  expect(written).toEqual(['tests/a.sql']);
});

test('a restore of a draft that is not the expected one is refused, and edits nothing', async () => {
  const desk = await withTwoVersions();

  await expect(restoreDraft(desk.deps, { ...input, expectedDraft: 'f'.repeat(64) })).rejects.toMatchObject(
    refusal('PRECONDITION_FAILED'),
  );
  expect(draftOf(desk)).toEqual(SECOND);
});

test('a restore that cannot look at the draft afterwards says what it edited', async () => {
  const desk = await withTwoVersions();
  desk.meanwhile.listContent = () => {
    if (!('e.sql' in draftOf(desk))) throw new DomainError('UNAVAILABLE', 'S3 did not answer.');
  };

  await expect(restoreDraft(desk.deps, input)).rejects.toMatchObject(
    refusal('UNAVAILABLE', {
      written: expect.arrayContaining(['a.sql', 'b.sql', 'c.sql', 'pipeline.sql']),
      removed: expect.arrayContaining(['d.sql', 'e.sql']),
    }),
  );
  expect(draftOf(desk)).toEqual(FIRST);
});

test('a copy that fails keeps every file of the draft, and says what was written', async () => {
  const desk = await withTwoVersions();
  const { copy } = desk.deps.files;
  const files: Deps['files'] = {
    ...desk.deps.files,
    copy: async (pipeline, pin) => {
      if (pin.path === 'c.sql') throw new DomainError('UNAVAILABLE', 'S3 did not answer.');
      return copy(pipeline, pin);
    },
  };

  await expect(restoreDraft({ ...desk.deps, files }, input)).rejects.toMatchObject(
    refusal('UNAVAILABLE', { removed: [] }),
  );
  expect(draftOf(desk)).toMatchObject({ 'd.sql': '2', 'e.sql': '2' });
});

test('a restore that fails at its only edit says why, and of no part', async () => {
  const desk = await withTwoVersions();
  become(desk, { ...FIRST, 'c.sql': 'edited' });
  const files: Deps['files'] = {
    ...desk.deps.files,
    copy: () => Promise.reject(new DomainError('UNAVAILABLE', 'S3 did not answer.')),
  };

  await expect(restoreDraft({ ...desk.deps, files }, input)).rejects.toThrow(/^S3 did not answer\.$/);
});
