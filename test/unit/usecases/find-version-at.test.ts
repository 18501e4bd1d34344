import { expect, test } from 'vitest';
import { findVersionAt } from '../../../functions/usecases/find-version-at.ts';
import { readPipeline } from '../../../functions/usecases/read-pipelines.ts';
import { readVersionRecords } from '../../../functions/usecases/read-versions.ts';
import { type Desk, PIPELINE, refusal, setUpDesk } from './desk.ts';

const START = Date.UTC(2026, 0, 1);
const MINUTE_MS = 60_000;

/** A version each minute, the first at minute 1. */
async function publishEachMinute(versions: number): Promise<Desk> {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  for (let minute = 1; minute <= versions; minute++) {
    desk.clock.at = minute * MINUTE_MS;
    await desk.publish();
  }
  return desk;
}

const minute = (count: number, milliseconds = 0) => new Date(START + count * MINUTE_MS + milliseconds);

test.each([1, 2, 3, 7, 100])(
  'of %i versions each is found at its own moment and until the next',
  async (count) => {
    const { deps } = await publishEachMinute(count);
    const state = await readPipeline(deps, PIPELINE);

    for (let number = 1; number <= count; number++) {
      expect((await findVersionAt(deps, state, minute(number))).number).toBe(number);
      expect((await findVersionAt(deps, state, minute(number + 1, -1))).number).toBe(number);
    }
  },
);

test('of versions made in the same millisecond the newest counts', async () => {
  const desk = await publishEachMinute(2);
  await desk.publish();
  await desk.publish();
  desk.clock.at = 3 * MINUTE_MS;
  await desk.publish();

  const state = await readPipeline(desk.deps, PIPELINE);

  expect((await findVersionAt(desk.deps, state, minute(2))).number).toBe(4);
});

test('before the first version there was none, and the answer says so', async () => {
  const { deps } = await publishEachMinute(3);

  const tooEarly = readVersionRecords(deps, PIPELINE, { at: minute(1, -1), expected: 1 });

  await expect(tooEarly).rejects.toMatchObject(
    refusal('VERSION_NOT_FOUND', { at: '2026-01-01T00:00:59.999Z', current_version: 3 }),
  );
});

test('a pipeline that was never published had no version at any moment', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');

  const never = readVersionRecords(desk.deps, PIPELINE, { at: minute(1), expected: 1 });

  await expect(never).rejects.toMatchObject(refusal('VERSION_NOT_FOUND'));
});

test('of 1,000 versions at most 10 are read to find one, and none for the current one', async () => {
  const desk = await publishEachMinute(1_000);
  const state = await readPipeline(desk.deps, PIPELINE);
  const readsAt = async (at: Date) => {
    const asked: string[] = [];
    desk.meanwhile.any = (method) => asked.push(method);
    await findVersionAt(desk.deps, state, at);
    expect(new Set(asked).isSubsetOf(new Set(['readArchived']))).toBe(true);
    return asked.length;
  };

  const reads = [];
  for (const number of [1, 2, 499, 500, 501, 998, 999]) reads.push(await readsAt(minute(number)));

  expect(Math.max(...reads)).toBeLessThanOrEqual(10);
  expect(await readsAt(minute(5_000))).toBe(0);
});

test('the page begins with the version of that moment and goes on with older ones', async () => {
  const { deps } = await publishEachMinute(5);

  const { total, versions } = await readVersionRecords(deps, PIPELINE, { at: minute(3), expected: 50 });

  expect((await Array.fromAsync(versions)).map(({ number }) => number)).toEqual([3, 2, 1]);
  expect(total).toBe(5);
});
