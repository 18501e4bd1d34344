// In how many requests the files of many versions are read.
import { expect, test } from 'vitest';
import type { PinnedFile, SnapshotId, StoredSnapshot } from '../../../functions/domain/snapshot.ts';
import type { VersionRecord } from '../../../functions/domain/version.ts';
import type { Deps } from '../../../functions/usecases/deps.ts';
import { pinDraft } from '../../../functions/usecases/pin-draft.ts';
import {
  readDraft,
  readDraftBesideCurrent,
  readDraftOfAnySize,
} from '../../../functions/usecases/read-draft.ts';
import { filesOfCurrent, withAllFiles } from '../../../functions/usecases/version-files.ts';
import { PIPELINE, refusal, setUpDesk } from './desk.ts';

interface Sketch {
  readonly snapshot: string;
  readonly files?: number;
}

/** Takes each record, as a caller without a limit does. `reads`: the snapshots of each request, in their order. */
async function readAll(sketches: readonly Sketch[], expected: number) {
  const reads: string[][] = [];
  const filesOf = (id: SnapshotId) => [{ path: `${id}.sql` } as PinnedFile];
  const readSnapshots = async (_: unknown, snapshots: readonly StoredSnapshot[]) => {
    reads.push(snapshots.map(({ id }) => id));
    return new Map(snapshots.map(({ id }) => [id, filesOf(id)]));
  };
  const deps = { versions: { readSnapshots } } as unknown as Deps;
  async function* records() {
    for (const { snapshot, files = 1 } of sketches)
      yield { snapshot: { id: snapshot, parts: 1 }, fileCount: files } as unknown as VersionRecord;
  }
  const read: string[] = [];
  for await (const { files } of withAllFiles(deps, PIPELINE, records(), expected))
    read.push(files[0]?.path ?? '');
  return { reads, read };
}

test('the snapshots of a page are read in one request, each with its record', async () => {
  const { reads, read } = await readAll(
    ['a', 'b', 'c'].map((snapshot) => ({ snapshot })),
    50,
  );

  expect(reads).toEqual([['a', 'b', 'c']]);
  expect(read).toEqual(['a.sql', 'b.sql', 'c.sql']);
});

test('more records than expected take another request', async () => {
  const { reads } = await readAll(
    ['a', 'b', 'c', 'd', 'e'].map((snapshot) => ({ snapshot })),
    2,
  );

  expect(reads).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
});

test('a request is no larger than 10,000 pins, unless one snapshot is', async () => {
  const sketches = [
    { snapshot: 'a', files: 6_000 },
    { snapshot: 'b', files: 4_000 },
    { snapshot: 'c', files: 1 },
    { snapshot: 'd', files: 10_001 },
    { snapshot: 'e', files: 1 },
  ];

  expect((await readAll(sketches, 50)).reads).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
});

test('a snapshot that is known is not read again, and counts once', async () => {
  const sketches = [
    { snapshot: 'a', files: 6_000 },
    { snapshot: 'a', files: 6_000 },
    { snapshot: 'b', files: 4_000 },
    { snapshot: 'c', files: 9_000 },
    { snapshot: 'a', files: 6_000 },
  ];
  const { reads, read } = await readAll(sketches, 50);

  expect(reads.map((ids) => [...new Set(ids)])).toEqual([['a', 'b'], ['c']]);
  expect(read).toEqual(['a.sql', 'a.sql', 'b.sql', 'c.sql', 'a.sql']);
  expect((await readAll([{ snapshot: 'a' }, { snapshot: 'a' }], 1)).reads).toEqual([['a']]);
  expect((await readAll([], 50)).reads).toEqual([]);
});

test('the files of the current version are read once, and only when they are asked for', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  const requests: string[] = [];
  desk.meanwhile.any = (method) => requests.push(method);
  const files = filesOfCurrent(desk.deps, PIPELINE, desk.deps.versions.readState(PIPELINE));

  expect(requests).toEqual(['readState']);
  const [one, two] = await Promise.all([files(), files()]);
  expect(one.map(({ path }) => path)).toEqual(['pipeline.sql']);
  expect(two).toBe(one);
  expect(requests).toEqual(['readState', 'readSnapshots']);
});

test('what was never published has no files', async () => {
  const { deps } = setUpDesk();

  expect(await filesOfCurrent(deps, PIPELINE, deps.versions.readState(PIPELINE))()).toEqual([]);
});

test('the draft is read beside the files of the current version', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.save('a.sql');
  const { files, pins, draft, state } = await readDraftBesideCurrent(desk.deps, PIPELINE);

  expect(files.map(({ path }) => path)).toEqual(['a.sql', 'pipeline.sql']);
  expect(pins.map(({ path }) => path)).toEqual(['pipeline.sql']);
  expect([draft.fileCount, state?.current?.number]).toEqual([2, 1]);
});

test('a draft that changes during every list is given up, with how long it was tried', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const deps = { ...desk.deps, files: { ...desk.deps.files, listDraft: async () => null } };
  const failure = await readDraft(deps, PIPELINE).catch((thrown: unknown) => thrown);

  expect(failure).toMatchObject(refusal('DRAFT_CHANGING'));
  const { lists, tried_ms } = (failure as { details: { lists: number; tried_ms: number } }).details;
  expect(lists).toBeGreaterThan(10);
  expect(tried_ms).toBe(desk.clock.at);
});

test('a draft with too many files is refused, but can be read for a restore', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', ...Array.from({ length: 10_000 }, (_, n) => `tests/quality/${n}.sql`)]);

  await expect(readDraft(desk.deps, PIPELINE)).rejects.toMatchObject(refusal('DRAFT_TOO_LARGE'));
  expect((await readDraftOfAnySize(desk.deps, PIPELINE)).draft.fileCount).toBe(10_001);
});

test('a draft of any size is refused for every other reason', async () => {
  const desk = setUpDesk();

  await expect(readDraftOfAnySize(desk.deps, PIPELINE)).rejects.toMatchObject(refusal('PIPELINE_NOT_FOUND'));
});

test('a draft is pinned for a run as a publish would pin it, and nothing is stored', async () => {
  const desk = setUpDesk();
  await expect(pinDraft(desk.deps, PIPELINE)).rejects.toMatchObject(refusal('PIPELINE_NOT_FOUND'));
  desk.save('pipeline.sql', 'one');
  const { files, fingerprint } = await pinDraft(desk.deps, PIPELINE);

  expect(files.map(({ path }) => path)).toEqual(['pipeline.sql']);
  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
  expect((await desk.publish()).version.fingerprint).toBe(fingerprint);
});
