// What becomes of a version whose update failed its condition.
import { describe, expect, test } from 'vitest';
import { readVersionRecord } from '../../../functions/usecases/find-version.ts';
import { publishVersion } from '../../../functions/usecases/publish-version.ts';
import { type Desk, once, PIPELINE, refusal, setUpDesk } from './desk.ts';

async function published(): Promise<Desk> {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  return desk;
}

/** As often as said, others publish before the update. */
function losing(desk: Desk, times: number, others: () => unknown = () => {}): void {
  let lost = 0;
  const lose = async () => {
    if (lost === times) return;
    lost += 1;
    desk.meanwhile.update = undefined;
    await desk.publish({ message: `others ${lost}` });
    await others();
    desk.meanwhile.update = lose;
  };
  desk.meanwhile.update = lose;
}

describe('an update whose answer was lost, repeated by the SDK,', () => {
  /** The answer to the first update is lost; `meanwhile` happens before it is repeated. */
  function publishLosingTheAnswer(desk: Desk, meanwhile: () => unknown = () => {}) {
    const { versions } = desk.deps;
    const repeat = once(meanwhile);
    const deps: Desk['deps'] = {
      ...desk.deps,
      versions: {
        ...versions,
        async update(...change) {
          await versions.update(...change);
          await repeat();
          return versions.update(...change);
        },
      },
    };
    return publishVersion(deps, { pipeline: PIPELINE, message: 'mine', createdBy: null, request: null });
  }

  test('has made its version, once', async () => {
    const desk = setUpDesk();
    desk.save('pipeline.sql');

    const { version, outcome, replayed } = await publishLosingTheAnswer(desk);

    expect([version.number, outcome, replayed]).toEqual([1, 'created', false]);
    expect(version.files.map(({ path }) => path)).toEqual(['pipeline.sql']);
    expect((await desk.deps.versions.readState(PIPELINE))?.current?.number).toBe(1);
  });

  test('has made its version, though another one is current by now', async () => {
    const desk = setUpDesk();
    desk.save('pipeline.sql');

    const { version, outcome, replayed } = await publishLosingTheAnswer(desk, () => desk.publish());

    expect([version.number, version.message, outcome, replayed]).toEqual([1, 'mine', 'created', false]);
    expect(version.files).toHaveLength(1);
    expect((await desk.deps.versions.readState(PIPELINE))?.current?.number).toBe(2);
  });
});

test('a rollback that loses once tries again at once', async () => {
  const desk = await published();
  losing(desk, 1);

  const { version } = await desk.rollback(1);

  expect([version.number, desk.clock.at]).toEqual([3, 0]);
});

test('a rollback that loses three times makes room for longer each time', async () => {
  const desk = await published();
  losing(desk, 3);

  const { version } = await desk.rollback(1);

  expect(version.number).toBe(5);
  expect(desk.clock.at).toBe(25 + 50);
});

test('a rollback whose time is over when it loses stores nothing, though it could follow', async () => {
  const desk = await published();
  losing(desk, 1, () => {
    desk.clock.at += 20_000;
  });

  await expect(desk.rollback(1)).rejects.toMatchObject(refusal('VERSION_CONFLICT'));

  expect((await desk.deps.versions.readState(PIPELINE))?.current?.number).toBe(2);
});

test('what was superseded in between stays in history', async () => {
  const desk = await published();
  losing(desk, 3);
  await desk.rollback(1);

  for (const number of [1, 2, 3, 4, 5])
    expect(await readVersionRecord(desk.deps, PIPELINE, number)).toMatchObject({ number });
});

test('a hole in history is no version that does not exist', async () => {
  const desk = await published();
  await desk.publish();
  const versions = { ...desk.deps.versions, readArchived: async () => null };

  await expect(readVersionRecord({ ...desk.deps, versions }, PIPELINE, 1)).rejects.toThrow(
    'version 1 of default/silver/orders is missing from history',
  );
});
