// What a refusal tells people and programs: its words, and its details.
import { expect, test } from 'vitest';
import { DomainError } from '../../../functions/domain/errors.ts';
import { MAX_FILES } from '../../../functions/domain/snapshot.ts';
import { readVersionRecord } from '../../../functions/usecases/find-version.ts';
import { findVersionAt } from '../../../functions/usecases/find-version-at.ts';
import { assertDraftRuns } from '../../../functions/usecases/pin-draft.ts';
import { pinnedFilesMissing } from '../../../functions/usecases/pinned-files.ts';
import { assertNotTooMany } from '../../../functions/usecases/publishable.ts';
import { readPipeline } from '../../../functions/usecases/read-pipelines.ts';
import { readPublished } from '../../../functions/usecases/read-published.ts';
import { keyed, PIPELINE, setUpDesk } from './desk.ts';

async function refusalOf(call: Promise<unknown>): Promise<Pick<DomainError, 'code' | 'message' | 'details'>> {
  const error = await call.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof DomainError)) throw error;
  const { code, message, details } = error;
  return { code, message, details };
}

/** A pipeline with versions 1 and 2. */
async function published() {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.save('pipeline.sql', 'two');
  await desk.publish();
  return desk;
}

test('a pipeline that nobody has made', async () => {
  const { deps } = setUpDesk();

  expect(await refusalOf(readPipeline(deps, PIPELINE))).toEqual({
    code: 'PIPELINE_NOT_FOUND',
    message:
      'There is no pipeline default/silver/orders: it has no versions and no files under default/pipelines/silver/orders/; save a file there first.',
    details: { prefix: 'default/pipelines/silver/orders/' },
  });
});

test('a run of what was never published', async () => {
  const { deps, save } = setUpDesk();
  save('pipeline.sql');
  await readPipeline(deps, PIPELINE);

  expect(await refusalOf(readPublished(deps, PIPELINE))).toEqual({
    code: 'NOT_PUBLISHED',
    message: 'Pipeline default/silver/orders has never been published; publish it first.',
    details: undefined,
  });
  expect((await refusalOf(readPublished(deps, PIPELINE, 1))).code).toBe('NOT_PUBLISHED');
});

test('a version that is not there', async () => {
  const { deps } = await published();
  const never = setUpDesk();
  never.save('pipeline.sql');

  expect(await refusalOf(readVersionRecord(deps, PIPELINE, 3))).toEqual({
    code: 'VERSION_NOT_FOUND',
    message: 'Pipeline default/silver/orders has no version 3: its versions are 1 to 2.',
    details: { version_number: 3, current_version: 2 },
  });
  expect((await refusalOf(readPublished(deps, PIPELINE, 0))).message).toContain('has no version 0');
  expect((await refusalOf(readVersionRecord(never.deps, PIPELINE, 1))).message).toBe(
    'Pipeline default/silver/orders has no version 1: it has never been published.',
  );
});

test('a moment before the first version', async () => {
  const { deps } = await published();
  const state = await readPipeline(deps, PIPELINE);

  expect(await refusalOf(findVersionAt(deps, state, new Date(0)))).toEqual({
    code: 'VERSION_NOT_FOUND',
    message:
      'Pipeline default/silver/orders had no version at 1970-01-01T00:00:00.000Z: it was first published later.',
    details: { at: '1970-01-01T00:00:00.000Z', current_version: 2 },
  });
  expect((await refusalOf(findVersionAt(deps, { ...state, current: null }, new Date(0)))).message).toContain(
    ': it has never been published.',
  );
});

test('another version than expected', async () => {
  const desk = await published();
  const never = setUpDesk();
  never.save('pipeline.sql');

  expect(await refusalOf(desk.publish({ expectedVersion: 1 }))).toEqual({
    code: 'PRECONDITION_FAILED',
    message:
      'Pipeline default/silver/orders is at version 2, not at version 1 as expected; look at it and try again.',
    details: { expected_version: 1, current_version: 2 },
  });
  expect((await refusalOf(desk.rollback(1, { expectedVersion: 1 }))).code).toBe('PRECONDITION_FAILED');
  expect((await refusalOf(never.publish({ expectedVersion: 1 }))).message).toContain(
    'has never been published, not',
  );
});

test('another draft than expected', async () => {
  const desk = await published();

  expect(await refusalOf(desk.publish({ expectedDraft: 'f'.repeat(64) }))).toEqual({
    code: 'PRECONDITION_FAILED',
    message:
      'The draft of default/silver/orders is not the one you expected; look at what changed and try again.',
    details: {
      expected_draft: 'f'.repeat(64),
      draft_fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      file_count: 1,
    },
  });
});

test('a draft that cannot become a version', async () => {
  const empty = await published();
  empty.removeAll();
  const sourceless = setUpDesk();
  sourceless.saveAll(['config.yaml', 'tests/quality/a.sql']);
  const unversioned = setUpDesk();
  unversioned.save('pipeline.sql');
  unversioned.saveUnversioned('config.yaml');

  expect(await refusalOf(empty.publish())).toEqual({
    code: 'EMPTY_DRAFT',
    message:
      'The draft of default/silver/orders has no files; save some under default/pipelines/silver/orders/ first. Runs still use the current version.',
    details: undefined,
  });
  expect(await refusalOf(sourceless.publish())).toEqual({
    code: 'MISSING_SOURCE',
    message:
      'The draft of default/silver/orders has neither pipeline.sql nor pipeline.py; save one of them first.',
    details: { file_count: 2 },
  });
  expect(await refusalOf(unversioned.publish())).toEqual({
    code: 'UNVERSIONED_FILES',
    message:
      '1 file(s) of default/silver/orders were written while the bucket was not versioned and cannot be pinned; enable versioning, then save them again.',
    details: { keys: ['default/pipelines/silver/orders/config.yaml'] },
  });
});

test('names that are too long together', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', ...Array.from({ length: 9_000 }, (_, n) => `${'n'.repeat(500)}${n}.sql`)]);

  const refused = await refusalOf(desk.publish());

  expect(refused).toEqual({
    code: 'DRAFT_TOO_LARGE',
    message: expect.stringContaining(
      'The names of the 9001 files of default/silver/orders are too long together',
    ),
    details: { file_count: 9_001, manifest_bytes: expect.any(Number), max_manifest_bytes: 6_000_000 },
  });
  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
});

test('a key that stands for another request', async () => {
  const desk = await published();
  await desk.publish({ request: keyed('k', 'one') });

  expect(await refusalOf(desk.publish({ request: keyed('k', 'another') }))).toEqual({
    code: 'IDEMPOTENCY_KEY_REUSED',
    message: 'Idempotency-Key "k" was already used for a different request; use a new key.',
    details: { idempotency_key: 'k' },
  });
});

test('others who publish without a gap', async () => {
  const desk = await published();
  const others = async () => {
    desk.meanwhile.update = undefined;
    await desk.publish({ message: 'others' });
    desk.clock.at += 1_000;
    desk.meanwhile.update = others;
    desk.save('pipeline.sql', `${desk.clock.at}`);
  };
  desk.meanwhile.update = others;

  expect(await refusalOf(desk.publish())).toMatchObject({
    code: 'VERSION_CONFLICT',
    message: 'Others kept publishing default/silver/orders for 20 s; nothing was stored, try again.',
  });
});

test('a run of a draft where runs may not use drafts', () => {
  expect(() => assertDraftRuns(PIPELINE, true)).not.toThrow();
  expect(() => assertDraftRuns(PIPELINE, false)).toThrow(
    expect.objectContaining({
      code: 'DRAFT_RUNS_DISABLED',
      message: 'Runs may not use the draft of default/silver/orders here; publish it, and run the version.',
    }),
  );
});

test('a refusal is an error with a name, and with its cause if it has one', () => {
  const cause = new Error('why');

  expect(new DomainError('INTERNAL', 'm', undefined, cause)).toMatchObject({ name: 'DomainError', cause });
  expect('cause' in new DomainError('INTERNAL', 'm')).toBe(false);
});

test('more files than a version may have', async () => {
  const files = Array.from({ length: MAX_FILES + 1 }, (_, n) => ({
    ...{ path: `${n}.sql`, etag: 'e', size: 1, versionId: null, lastModified: 0 },
  }));
  const tooMany = async () => assertNotTooMany(PIPELINE, { files, deleted: [] });

  expect(await refusalOf(tooMany())).toEqual({
    code: 'DRAFT_TOO_LARGE',
    message:
      'The draft of default/silver/orders has more than 10000 files; remove what is not part of the pipeline.',
    details: { max_files: 10_000 },
  });
  expect(() => assertNotTooMany(PIPELINE, { files: files.slice(1), deleted: [] })).not.toThrow();
});

test('pins that cannot be read, by the reason', async () => {
  const { deps } = await published();
  const version = await readVersionRecord(deps, PIPELINE, 1);
  const missing = (path: string, archivedIn?: string | null) => ({
    ...{ path, ...(archivedIn !== undefined && { archivedIn }) },
  });
  const messageOf = (...files: ReturnType<typeof missing>[]) => {
    const { message, details } = pinnedFilesMissing(PIPELINE, version, files as never);
    expect(details).toEqual({
      keys: files.map(({ path }) => `default/pipelines/silver/orders/${path}`).toSorted(),
    });
    return message;
  };

  expect(messageOf(missing('b.sql', null), missing('a.sql', null))).toBe(
    'Version 1 of default/silver/orders is not whole any more: 2 of its files were deleted for good. Choose another version.',
  );
  expect(messageOf(missing('a.sql'))).toContain(
    ': 1 of its files were deleted for good, or are archived. Choose',
  );
  expect(
    messageOf(missing('a.sql', 'GLACIER'), missing('b.sql', 'GLACIER'), missing('c.sql', null)),
  ).toContain(
    ': 1 of its files were deleted for good, and 2 of its files are archived (GLACIER); S3 can restore them. Choose',
  );
});
