import { expect, test } from 'vitest';
import { isDraftDirty } from '../../../functions/domain/draft.ts';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import type { DraftFiles } from '../../../functions/ports/draft-files.ts';
import { rollbackVersion } from '../../../functions/usecases/rollback-version.ts';
import { type Desk, keyed, once, PIPELINE, refusal, setUpDesk } from './desk.ts';

async function twoVersions(): Promise<Desk> {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.save('pipeline.sql', 'two!');
  await desk.publish();
  return desk;
}

test('a rollback publishes the old files again as a new version and leaves the draft alone', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  const { version: first } = await desk.publish();
  desk.save('pipeline.sql', 'two!');
  await desk.publish();

  const { version } = await desk.rollback(1, { createdBy: 'ada', createdBySubject: 'a1' });

  expect(version).toMatchObject({
    number: 3,
    rollbackOf: 1,
    message: 'Rollback to version 1',
    createdBy: 'ada',
    createdBySubject: 'a1',
  });
  expect(version).toMatchObject({ snapshot: first.snapshot, files: first.files });
  const state = await desk.deps.versions.readState(PIPELINE);
  expect(state?.draft.fileCount).toBe(1);
  expect(state && isDraftDirty(state.draft, state.current)).toBe(true);
});

test('a rollback to the version before an undone edit makes the draft clean', async () => {
  const desk = await twoVersions();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.save('pipeline.sql', 'two!');
  await desk.publish();

  await desk.rollback(2);

  const state = await desk.deps.versions.readState(PIPELINE);
  expect(state && isDraftDirty(state.draft, state.current)).toBe(false);
});

test('a rollback may have a message of its own, and may go to the current version', async () => {
  const desk = await twoVersions();

  const { version } = await desk.rollback(2, { message: 'Again, please' });

  expect(version).toMatchObject({ number: 3, rollbackOf: 2, message: 'Again, please' });
});

test.each([0, 3, 99])('there is no version %i to roll back to', async (target) => {
  const desk = await twoVersions();

  await expect(desk.rollback(target)).rejects.toMatchObject(
    refusal('VERSION_NOT_FOUND', { current_version: 2 }),
  );
});

test('a pipeline that was never published has nothing to roll back to', async () => {
  await expect(setUpDesk().rollback(1)).rejects.toMatchObject(refusal('VERSION_NOT_FOUND'));
});

test('a pin that was deleted for good is named, and nothing is stored', async () => {
  const desk = await twoVersions();
  const key = `${keyPrefix(PIPELINE)}pipeline.sql`;
  desk.bucket.deleteVersion(key, desk.bucket.versions(key)[0]?.versionId ?? '');

  await expect(desk.rollback(1)).rejects.toMatchObject(refusal('PINNED_FILES_MISSING', { keys: [key] }));

  expect((await desk.deps.versions.readState(PIPELINE))?.current?.number).toBe(2);
});

test('a rollback follows whatever was published meanwhile, unless it expected a version', async () => {
  const desk = await twoVersions();
  desk.meanwhile.update = once(() => desk.publish());
  const { version } = await desk.rollback(1);
  desk.meanwhile.update = once(() => desk.publish());

  const careful = desk.rollback(1, { expectedVersion: 4 });

  expect(version).toMatchObject({ number: 4, rollbackOf: 1 });
  await expect(careful).rejects.toMatchObject(refusal('PRECONDITION_FAILED', { current_version: 5 }));
});

test('a rollback that is repeated while it still runs is answered like its twin, though a pin is gone since', async () => {
  const desk = await twoVersions();
  const key = `${keyPrefix(PIPELINE)}pipeline.sql`;
  const { findMissing } = desk.deps.files;
  const files: DraftFiles = {
    ...desk.deps.files,
    async findMissing(...args) {
      await desk.rollback(1, { request: keyed('k') });
      desk.bucket.deleteVersion(key, desk.bucket.versions(key)[0]?.versionId ?? '');
      return findMissing(...args);
    },
  };

  const input = { pipeline: PIPELINE, target: 1, createdBy: null, request: keyed('k') };
  const late = await rollbackVersion({ ...desk.deps, files }, input);

  expect(late).toMatchObject({ replayed: true, version: { number: 3, rollbackOf: 1 } });
});

test('repeating a rollback with its key makes one version', async () => {
  const desk = await twoVersions();
  const first = await desk.rollback(1, { request: keyed('k') });

  expect(await desk.rollback(1, { request: keyed('k') })).toEqual({ ...first, replayed: true });
});
