import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createMemoryDraftFiles } from '../../../functions/adapters/memory/draft-files.ts';
import { isDraftDirty } from '../../../functions/domain/draft.ts';
import { DomainError } from '../../../functions/domain/errors.ts';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import { MAX_FILES } from '../../../functions/domain/snapshot.ts';
import type { VersionStore } from '../../../functions/ports/version-store.ts';
import { observeDraft } from '../../../functions/usecases/observe-draft.ts';
import { type PublishInput, publishVersion } from '../../../functions/usecases/publish-version.ts';
import { settleDraft } from '../../../functions/usecases/settle-draft.ts';
import { samples } from '../../support/samples.ts';
import { type Desk, keyed, once, PIPELINE, refusal, setUpDesk } from './desk.ts';

const HOUR_MS = 3_600_000;
const INPUT = { pipeline: PIPELINE, message: 'a message', createdBy: null, request: null };

async function stateOf(desk: Desk) {
  const state = await desk.deps.versions.readState(PIPELINE);
  if (state === null) throw new Error('there is no state');
  return state;
}

test('the first publish makes version 1 of every file, and the draft is clean', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.save('tests/quality/unique.sql');

  const { version, outcome, replayed } = await desk.publish({
    message: 'Start',
    createdBy: 'ada',
    createdBySubject: 'a1',
  });

  expect({ outcome, replayed }).toEqual({ outcome: 'created', replayed: false });
  expect(version).toMatchObject({
    number: 1,
    message: 'Start',
    createdBy: 'ada',
    createdBySubject: 'a1',
    rollbackOf: null,
    fileCount: 2,
  });
  const { current, draft } = await stateOf(desk);
  const { files, ...record } = version;
  expect(current).toEqual(record);
  expect(isDraftDirty(draft, current)).toBe(false);
  const stored = await desk.deps.versions.readSnapshots(PIPELINE, [record.snapshot]);
  expect(stored.get(record.snapshot.id)).toEqual(files);
});

test('publishing an unchanged draft makes a version all the same', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();

  const { version } = await desk.publish();

  expect(version.number).toBe(2);
  expect(await desk.deps.versions.readArchived(PIPELINE, 1)).toMatchObject({ number: 1 });
});

test('with skipUnchanged an unchanged draft answers with the current version, a changed one makes the next', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish({ skipUnchanged: true });

  const again = await desk.publish({ skipUnchanged: true });
  desk.save('pipeline.sql', 'select 2');
  const changed = await desk.publish({ skipUnchanged: true });

  expect(again).toMatchObject({ outcome: 'unchanged', version: { number: 1 } });
  expect(changed).toMatchObject({ outcome: 'created', version: { number: 2 } });
});

test('skipUnchanged makes no version of a draft that was published meanwhile', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.meanwhile.update = once(() => desk.publish({ message: 'faster' }));

  const late = await desk.publish({ skipUnchanged: true });

  expect(late).toMatchObject({ outcome: 'unchanged', version: { number: 1, message: 'faster' } });
});

test('skipUnchanged does not answer with a version that others have replaced meanwhile', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'A');
  await desk.publish();
  desk.meanwhile.list = once(async () => {
    desk.save('pipeline.sql', 'B');
    await desk.publish();
    desk.save('pipeline.sql', 'A');
  });

  const { version, outcome } = await desk.publish({ skipUnchanged: true });

  expect({ outcome, number: version.number }).toEqual({ outcome: 'created', number: 3 });
});

test.each([
  ['PIPELINE_NOT_FOUND', 'there is nothing', () => {}],
  ['PIPELINE_NOT_FOUND', 'there is only a folder placeholder', (desk: Desk) => desk.save('tests/')],
  ['MISSING_SOURCE', 'there is no source', (desk: Desk) => desk.save('config.yaml')],
  ['MISSING_SOURCE', 'the source is in a folder', (desk: Desk) => desk.save('src/pipeline.sql')],
  ['UNVERSIONED_FILES', 'the bucket is not versioned', (desk: Desk) => desk.saveUnversioned('pipeline.sql')],
  [
    'DRAFT_TOO_LARGE',
    'there are too many files',
    (desk: Desk) => desk.saveAll(range(MAX_FILES + 1).map((n) => `${n}.sql`)),
  ],
  [
    'DRAFT_TOO_LARGE',
    'a list of its names would be too large',
    (desk: Desk) => desk.saveAll(['pipeline.sql', ...range(3_000).map((n) => `${'long'.repeat(230)}${n}`)]),
  ],
] as const)('publish is refused with %s when %s, and stores nothing', async (code, _, prepare) => {
  const desk = setUpDesk();
  prepare(desk);

  await expect(desk.publish()).rejects.toMatchObject(refusal(code));

  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
});

test('the largest draft that is allowed can be published', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', ...range(MAX_FILES - 1).map((n) => `tests/quality/${n}.sql`)]);

  const { version } = await desk.publish();

  expect(version.fileCount).toBe(MAX_FILES);
});

test('a published pipeline whose files were all deleted has an empty draft, and keeps its versions', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  desk.remove('pipeline.sql');

  await expect(desk.publish()).rejects.toMatchObject(refusal('EMPTY_DRAFT'));

  expect((await stateOf(desk)).current?.number).toBe(1);
});

test('unversioned files are named by their keys', async () => {
  const desk = setUpDesk();
  desk.saveUnversioned('pipeline.sql');
  desk.save('config.yaml');

  const keys = [`${keyPrefix(PIPELINE)}pipeline.sql`];
  await expect(desk.publish()).rejects.toMatchObject(refusal('UNVERSIONED_FILES', { keys }));
});

test('expectations that do not hold are refused with what is there now', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const { version } = await desk.publish({ expectedVersion: 0 });

  const wrongVersion = desk.publish({ expectedVersion: 0 });
  const wrongDraft = desk.publish({ expectedDraft: 'f'.repeat(64) });

  await expect(wrongVersion).rejects.toMatchObject(refusal('PRECONDITION_FAILED', { current_version: 1 }));
  await expect(wrongDraft).rejects.toMatchObject(
    refusal('PRECONDITION_FAILED', { draft_fingerprint: version.fingerprint }),
  );
  expect(
    (await desk.publish({ expectedVersion: 1, expectedDraft: version.fingerprint })).version.number,
  ).toBe(2);
});

test('an expected version that was replaced meanwhile is refused, even by equal pins', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  desk.meanwhile.update = once(() => desk.publish({ message: 'faster' }));

  const publishing = desk.publish({ expectedVersion: 1 });

  await expect(publishing).rejects.toMatchObject(refusal('PRECONDITION_FAILED', { current_version: 2 }));
});

test('a save between the lists is in the version', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'old');
  let lists = 0;
  desk.meanwhile.list = () => ++lists === 2 && desk.save('pipeline.sql', 'new');

  const { version } = await desk.publish();

  expect(lists).toBe(3);
  expect(version.files[0]?.size).toBe('new'.length);
});

test('a draft that holds still after 15 s is published, and the pauses between its lists grow', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const listedAt: number[] = [];
  desk.meanwhile.list = () => {
    listedAt.push(desk.clock.at);
    if (desk.clock.at < 15_000)
      desk.save('pipeline.sql', `edit at ${desk.clock.at}, list ${listedAt.length}`);
  };

  const { version } = await desk.publish();

  expect(version.number).toBe(1);
  expect([...new Set(listedAt)].slice(0, 8)).toEqual([0, 25, 75, 175, 375, 775, 1_575, 2_375]);
  expect(listedAt.length).toBeLessThan(60);
});

test('an edit during each pause does not keep a draft from being published', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  let lists = 0;
  const { pause } = desk.deps.runtime;
  desk.meanwhile.list = () => ++lists === 2 && desk.save('pipeline.sql', 'between two lists');
  desk.deps.runtime.pause = async (milliseconds) => {
    await pause(milliseconds);
    desk.save('pipeline.sql', `in the pause at ${desk.clock.at}`);
  };

  await desk.publish();

  expect(lists).toBe(4);
});

test('a draft that never holds still is refused, with how long it was tried, and nothing is stored', async () => {
  const desk = setUpDesk();
  let lists = 0;
  desk.meanwhile.list = () => desk.save('pipeline.sql', `edit ${++lists}`);

  const failure = await desk.publish().catch((error) => error);

  expect(failure).toMatchObject(refusal('DRAFT_CHANGING', { lists, tried_ms: desk.clock.at }));
  expect(failure.message).toContain(`for ${(desk.clock.at / 1000).toFixed(1)} s`);
  expect(desk.clock.at).toBeGreaterThan(17_000);
  expect(desk.clock.at).toBeLessThanOrEqual(20_000);
  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
});

test('a publish that lost to equal pins follows without listing again and leaves the draft alone', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  let lists = 0;
  desk.meanwhile.list = () => {
    lists += 1;
  };
  desk.meanwhile.update = once(async () => {
    await desk.publish({ message: 'faster' });
    desk.save('pipeline.sql', 'edited');
    await observeDraft(desk.deps, PIPELINE);
  });

  const { version } = await desk.publish();

  expect(version.number).toBe(3);
  expect(lists).toBe(4); // two of ours, two of the faster one
  const { draft, current } = await stateOf(desk);
  expect(isDraftDirty(draft, current)).toBe(true);
});

test('a publish that lost to other pins starts over and pins what is there now', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'A');
  await desk.publish();
  desk.meanwhile.update = once(async () => {
    desk.save('pipeline.sql', 'BB');
    await desk.publish({ message: 'faster' });
  });

  const { version } = await desk.publish();

  expect(version).toMatchObject({ number: 3, files: [{ size: 2 }] });
});

test('an observation in between costs no new lists, and its draft stays', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.meanwhile.update = once(async () => {
    desk.save('pipeline.sql', 'edited');
    await observeDraft(desk.deps, PIPELINE);
  });

  const { version } = await desk.publish();

  const { current, draft } = await stateOf(desk);
  expect(version.number).toBe(1);
  expect(isDraftDirty(draft, current)).toBe(true);
});

test('losing for 20 seconds ends in VERSION_CONFLICT', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  let edits = 0;
  desk.meanwhile.update = async () => {
    const { update } = desk.meanwhile;
    delete desk.meanwhile.update;
    desk.save('pipeline.sql', 'x'.repeat(++edits));
    await desk.publish({ message: 'faster' });
    Object.assign(desk.meanwhile, { update });
  };

  await expect(desk.publish()).rejects.toMatchObject(refusal('VERSION_CONFLICT'));

  expect(desk.clock.at).toBeGreaterThan(20_000);
  expect(edits).toBeGreaterThan(40);
});

test('a version whose answer was lost until the deadline is a success, not a conflict', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const { update } = desk.deps.versions;
  let updates = 0;
  const versions: VersionStore = {
    ...desk.deps.versions,
    async update(...args) {
      updates += 1;
      if (updates === 1) await desk.publish({ message: 'faster' });
      const result = await update(...args);
      if (updates !== 3) return result;
      // The second try of ours arrives, its answer does not, and its repetitions take longer than there is time.
      desk.clock.at += 25_000;
      return update(...args);
    },
  };

  const { version } = await publishVersion({ ...desk.deps, versions }, { ...INPUT, message: 'slow' });

  expect(version).toMatchObject({ number: 2, message: 'slow' });
});

describe('a request that is repeated while it still runs is answered like its twin, though the draft has changed:', () => {
  const request = keyed('k');
  test.each<[string, Partial<PublishInput>, (desk: Desk) => void]>([
    ['expected_draft no longer holds', { expectedDraft: 'f'.repeat(64) }, () => {}],
    ['the source is gone', {}, (desk) => desk.remove('pipeline.sql')],
    ['all files are gone', {}, (desk) => desk.removeAll()],
    ['it never holds still', {}, (desk) => desk.keepEditing()],
  ])('%s', async (_, input, change) => {
    const desk = setUpDesk();
    desk.save('pipeline.sql');
    desk.save('config.yaml');
    desk.meanwhile.list = once(async () => {
      await desk.publish({ request });
      change(desk);
    });

    const late = await desk.publish({ request, ...input });

    expect(late).toMatchObject({ replayed: true, outcome: 'created', version: { number: 1 } });
  });
});

test('repeating a request with its key makes one version, also when others have published since', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const first = await desk.publish({ request: keyed('k') });
  desk.save('pipeline.sql', 'new');
  await desk.publish();

  const again = await desk.publish({ request: keyed('k'), expectedVersion: 0 });

  expect(again).toEqual({ ...first, replayed: true });
  expect((await stateOf(desk)).current?.number).toBe(2);
});

test('a key lasts 24 hours, however many come after it', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const first = await desk.publish({ request: keyed('k') });
  const others = samples(3_000);
  for (const n of range(others)) await desk.publish({ request: keyed(`other-${n}`) });

  desk.clock.at = 23.9 * HOUR_MS;
  const again = await desk.publish({ request: keyed('k') });
  desk.clock.at = 24.1 * HOUR_MS;
  const anew = await desk.publish({ request: keyed('k') });

  expect(again).toEqual({ ...first, replayed: true });
  expect(anew).toMatchObject({ replayed: false, version: { number: others + 2 } });
});

test('a key is free again after 24 hours though the version that it made is still current', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish({ request: keyed('k') });

  desk.clock.at = 24.1 * HOUR_MS;
  const anew = await desk.publish({ request: keyed('k', 'another') });
  const again = await desk.publish({ request: keyed('k', 'another') });

  expect(anew).toMatchObject({ replayed: false, version: { number: 2 } });
  expect(again).toEqual({ ...anew, replayed: true });
});

test('whoever supersedes a version late does not give its number to a later claim of the same key', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish({ request: keyed('k') });
  desk.meanwhile.record = once(async () => {
    desk.clock.at = 24.1 * HOUR_MS;
    await desk.publish({ request: keyed('k') });
    await desk.publish();
  });

  await Promise.allSettled([desk.publish({ message: 'slow' })]); // its time is over

  expect(await desk.publish({ request: keyed('k') })).toMatchObject({
    replayed: true,
    version: { number: 2 },
  });
});

test('a key that comes with another request is refused', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish({ request: keyed('k', 'publish') });

  const reused = desk.rollback(1, { request: keyed('k', 'rollback') });

  await expect(reused).rejects.toMatchObject(refusal('IDEMPOTENCY_KEY_REUSED'));
});

test('"unchanged" is not remembered: a repetition with the key looks again, and makes one version at most', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  const input = { skipUnchanged: true, request: keyed('k') };

  const first = await desk.publish(input);
  desk.save('pipeline.sql', 'new');
  const second = await desk.publish(input);
  desk.save('pipeline.sql', 'newer');
  const third = await desk.publish(input);

  expect(first).toMatchObject({ outcome: 'unchanged', replayed: false, version: { number: 1 } });
  expect(second).toMatchObject({ outcome: 'created', replayed: false, version: { number: 2 } });
  expect(third).toEqual({ ...second, replayed: true });
});

test('"unchanged" writes nothing but the claim of the key', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  const before = await stateOf(desk);

  await desk.publish({ skipUnchanged: true, request: keyed('k') });

  expect(await stateOf(desk)).toEqual(before);
});

test('a key that made no version is no less taken by its first request', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  await desk.publish({ skipUnchanged: true, request: keyed('k') });

  const reused = desk.publish({ request: keyed('k', 'another') });

  await expect(reused).rejects.toMatchObject(refusal('IDEMPOTENCY_KEY_REUSED'));
});

test.each([
  ['a twin made the current version', 0],
  ['a twin made a version that others have superseded', 1],
  ['a twin made a version that many others have superseded', 70],
])('a publish that loses to others looks for its key: %s', async (_, others) => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const request = keyed('k');
  desk.meanwhile.update = once(async () => {
    await desk.publish({ request });
    for (const n of range(others)) await desk.publish({ request: keyed(`other-${n}`) });
  });

  const late = await desk.publish({ request });

  expect(late).toMatchObject({ replayed: true, version: { number: 1 } });
});

test('a publish that lost to many versions reads the state, its number and its key, and no pins', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await desk.publish();
  const asked: string[] = [];
  desk.meanwhile.update = once(async () => {
    for (const n of range(150)) await desk.publish({ message: `faster ${n}` });
    desk.meanwhile.any = (name) => asked.push(name);
  });

  const { version } = await desk.publish({ request: keyed('k') });

  expect(version.number).toBe(152);
  expect(asked).toEqual(['readArchived', 'readKey', 'archive', 'update']);
});

test('a snapshot is stored whole before a version names it, whatever becomes of the lists', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'old');
  let lists = 0;
  desk.meanwhile.list = () => ++lists === 2 && desk.save('pipeline.sql', 'new');
  const asked: string[] = [];
  desk.meanwhile.any = (name) => asked.push(name);

  const { version } = await desk.publish();

  expect(asked.filter((name) => !/^read(State|NamespaceFreeze)$/.test(name))).toEqual([
    'storeSnapshot',
    'storeSnapshot',
    'update',
  ]);
  expect((await desk.deps.versions.readSnapshots(PIPELINE, [version.snapshot])).size).toBe(1);
});

test.each<[string, Partial<PublishInput>, (desk: Desk) => void]>([
  ['the pins are those of the current version', {}, () => {}],
  ['it is skipped', { skipUnchanged: true }, (desk) => desk.save('pipeline.sql')],
  ['another draft is expected', { expectedDraft: 'f'.repeat(64) }, (desk) => desk.save('config.yaml')],
  ['there is no source', {}, (desk) => desk.remove('pipeline.sql')],
])('a publish stores no snapshot if %s', async (_, input, change) => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.save('notes.md');
  await desk.publish();
  change(desk);
  const asked: string[] = [];
  desk.meanwhile.any = (name) => asked.push(name);

  await Promise.allSettled([desk.publish(input)]);

  expect(asked).not.toContain('storeSnapshot');
});

test.each<[string, Partial<PublishInput>, (desk: Desk) => void]>([
  ['PRECONDITION_FAILED', { expectedVersion: 7 }, () => {}],
  ['DRAFT_CHANGING', {}, (desk) => desk.keepEditing()],
  ['MISSING_SOURCE', {}, (desk) => desk.remove('pipeline.sql')],
])(
  '%s stays the answer where nobody can tell right now whether a twin succeeded',
  async (code, input, change) => {
    const desk = setUpDesk();
    desk.save('pipeline.sql');
    desk.save('config.yaml');
    await desk.publish();
    change(desk);
    let reads = 0;
    desk.meanwhile.read = () => {
      if (++reads > 1) throw new DomainError('UNAVAILABLE', 'the store does not answer');
    };

    await expect(desk.publish({ request: keyed('k'), ...input })).rejects.toMatchObject({ code });
  },
);

const noHurry = () => 20_000;

test('a file that is made and deleted between the reads of two lists is not overlooked', async () => {
  const desk = setUpDesk();
  const states: string[] = [];
  const change = (path: string, body: string | null) => {
    if (body === null) desk.remove(path);
    else desk.save(path, body);
    states.push(bodies(desk));
  };
  change('a.sql', 'a1');
  change('new.sql', 'left over');
  change('new.sql', null);
  change('pipeline.sql', 's0');
  let reads = 0;
  // Each list reads a.sql, new.sql and pipeline.sql, and finds a1, nothing and s1: they were never there together.
  const beforeRead = async () => {
    reads += 1;
    if (reads === 3) {
      change('new.sql', 'n1');
      change('pipeline.sql', 's1');
    } else if (reads === 5) {
      change('a.sql', 'a2');
      change('new.sql', null);
    }
  };
  const deps = { ...desk.deps, files: createMemoryDraftFiles(desk.bucket, beforeRead) };
  const first = await deps.files.listDraft(PIPELINE, { known: async () => [] });

  const settled = await settleDraft(deps, PIPELINE, { known: async () => [], first, left: noHurry });

  expect(states).not.toContain(['a1', null, 's1'].join(' '));
  expect(settled.files.map(({ etag }) => etag)).toEqual([md5('a2'), md5('s1')]);
});

// The known limit of two equal lists (docs/decisions.md): S3 brings an old version back as the current one when the
// newer one is deleted for good. Nothing in a list shows that it was ever away.
test('two files undone by deleting their newer versions for good can defeat two equal lists', async () => {
  const desk = setUpDesk();
  const states: string[] = [];
  const put = (path: string, body: string) => {
    const { versionId } = desk.bucket.put(keyPrefix(PIPELINE) + path, body);
    states.push(bodies(desk));
    return versionId ?? '';
  };
  const undo = (path: string, versionId: string) => {
    desk.bucket.deleteVersion(keyPrefix(PIPELINE) + path, versionId);
    states.push(bodies(desk));
  };
  put('config.yaml', 'c1');
  put('pipeline.sql', 's0');
  let reads = 0;
  let newerConfig = '';
  let newerSource = '';
  // Each list reads config.yaml, then pipeline.sql, and finds c1 and s1: they were never there together.
  const beforeRead = async () => {
    reads += 1;
    if (reads === 2) {
      newerConfig = put('config.yaml', 'c2');
      put('pipeline.sql', 's1');
    } else if (reads === 3) {
      newerSource = put('pipeline.sql', 's2');
      undo('config.yaml', newerConfig);
    } else if (reads === 4) {
      put('config.yaml', 'c3');
      undo('pipeline.sql', newerSource);
    }
  };
  const deps = { ...desk.deps, files: createMemoryDraftFiles(desk.bucket, beforeRead) };
  const first = await deps.files.listDraft(PIPELINE, { known: async () => [] });

  const settled = await settleDraft(deps, PIPELINE, { known: async () => [], first, left: noHurry });

  expect(settled.files.map(({ etag }) => etag)).toEqual([md5('c1'), md5('s1')]);
  expect(states).not.toContain('c1 s1');
});

function bodies({ bucket }: Desk): string {
  return bucket
    .keys()
    .map((key) => bucket.versions(key).at(-1)?.body)
    .join(' ');
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
