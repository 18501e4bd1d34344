// What a freeze keeps from happening, and what passes it.
import { describe, expect, test } from 'vitest';
import { freezeFrom } from '../../../functions/domain/freeze.ts';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import type { UpdateResult, VersionStore } from '../../../functions/ports/version-store.ts';
import { observeDraft } from '../../../functions/usecases/observe-draft.ts';
import { publishVersion } from '../../../functions/usecases/publish-version.ts';
import { restoreDraft } from '../../../functions/usecases/restore-draft.ts';
import {
  freezeNamespace,
  freezePipeline,
  readNamespaceFreeze,
  unfreezeNamespace,
  unfreezePipeline,
} from '../../../functions/usecases/set-freeze.ts';
import { type Desk, keyed, once, PIPELINE, refusal, setUpDesk } from './desk.ts';

const HOUR = 3_600_000;
const { namespace } = PIPELINE;

async function published(): Promise<Desk> {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'one');
  await desk.publish();
  desk.save('pipeline.sql', 'two');
  return desk;
}

function inAnHour({ deps }: Desk) {
  const until = new Date(deps.runtime.now().getTime() + HOUR);
  return { reason: 'Month-end close', frozenBy: 'ada@example.com', until };
}

const scopes = {
  pipeline: {
    freeze: (desk: Desk) => freezePipeline(desk.deps, PIPELINE, inAnHour(desk)),
    lift: ({ deps }: Desk) => unfreezePipeline(deps, PIPELINE, 'ben'),
  },
  namespace: {
    freeze: (desk: Desk) => freezeNamespace(desk.deps, namespace, inAnHour(desk)),
    lift: ({ deps }: Desk) => unfreezeNamespace(deps, namespace, 'ben'),
  },
} as const;

const actions = {
  publish: (desk: Desk, overridesFreeze = false) => desk.publish({ overridesFreeze }),
  rollback: (desk: Desk, overridesFreeze = false) => desk.rollback(1, { overridesFreeze }),
  restore: ({ deps }: Desk, overridesFreeze = false) =>
    restoreDraft(deps, { pipeline: PIPELINE, target: 1, overridesFreeze }),
} as const;

const numberOf = async ({ deps }: Desk) => (await deps.versions.readState(PIPELINE))?.current?.number ?? 0;
const sourceOf = ({ bucket }: Desk) =>
  bucket
    .versions(`${keyPrefix(PIPELINE)}pipeline.sql`)
    .at(-1)
    ?.body?.toString();

describe.each(Object.keys(scopes) as (keyof typeof scopes)[])('a frozen %s', (scope) => {
  const { freeze, lift } = scopes[scope];

  test.each(Object.entries(actions))(
    'refuses a %s, says why, who and until when, and changes nothing',
    async (_, act) => {
      const desk = await published();
      await freeze(desk);

      const details = {
        scope,
        reason: 'Month-end close',
        frozen_by: 'ada@example.com',
        frozen_at: '2026-01-01T00:00:00.000Z',
        until: '2026-01-01T01:00:00.000Z',
      };
      await expect(act(desk)).rejects.toMatchObject(refusal('FROZEN', details));
      await expect(act(desk)).rejects.toThrow(
        /default\/silver\/orders.* is frozen by ada@example.com until 2026-01-01T01:00:00.000Z: "Month-end close"\. Nothing was changed\. Try again then/,
      );

      expect(await numberOf(desk)).toBe(1);
      expect(sourceOf(desk)).toBe('two');
    },
  );

  test.each(Object.entries(actions))('lets a %s pass once it has ended, and not before', async (_, act) => {
    const desk = await published();
    await freeze(desk);

    desk.clock.at = HOUR - 1;
    await expect(act(desk)).rejects.toMatchObject(refusal('FROZEN'));
    desk.clock.at = HOUR;
    await expect(act(desk)).resolves.toBeDefined();
  });

  test.each(Object.entries(actions))('lets a %s pass once it is lifted', async (_, act) => {
    const desk = await published();
    await freeze(desk);
    await lift(desk);
    await lift(desk);

    await expect(act(desk)).resolves.toBeDefined();
  });

  test.each(Object.entries(actions))('lets a %s pass that overrides it', async (_, act) => {
    const desk = await published();
    await freeze(desk);

    await expect(act(desk, true)).resolves.toBeDefined();
  });

  test('is recorded in the versions that override it, and in no others', async () => {
    const desk = await published();
    const before = await desk.publish({ overridesFreeze: true });
    await freeze(desk);

    const published_ = await desk.publish({ overridesFreeze: true });
    const rolledBack = await desk.rollback(1, { overridesFreeze: true });
    await lift(desk);
    const after = await desk.publish({ overridesFreeze: true });

    const overrodeFreeze = { scope, reason: 'Month-end close' };
    expect(before.version.overrodeFreeze).toBeNull();
    expect(published_.version.overrodeFreeze).toEqual(overrodeFreeze);
    expect(rolledBack.version.overrodeFreeze).toEqual(overrodeFreeze);
    expect(after.version.overrodeFreeze).toBeNull();
  });

  test('answers what a key has made before, and does anew afterwards what it refused', async () => {
    const desk = await published();
    const first = await desk.publish({ request: keyed('first') });
    await desk.publish();
    await freeze(desk);

    const superseded = await desk.publish({ request: keyed('first') });
    await expect(desk.publish({ request: keyed('second') })).rejects.toMatchObject(refusal('FROZEN'));
    await lift(desk);
    const anew = await desk.publish({ request: keyed('second') });

    expect([superseded.version, superseded.replayed]).toEqual([first.version, true]);
    expect([anew.version.number, anew.replayed]).toEqual([4, false]);
  });

  test('does not keep drafts from being observed', async () => {
    const desk = await published();
    await freeze(desk);

    await observeDraft(desk.deps, PIPELINE);

    const state = await desk.deps.versions.readState(PIPELINE);
    expect(state?.draft.fingerprint).not.toBe(state?.current?.fingerprint);
  });
});

/** A publish whose first update is done as said. */
function updating(desk: Desk, send: (update: () => Promise<UpdateResult>) => Promise<UpdateResult>) {
  const { versions } = desk.deps;
  let updates = 0;
  const update: VersionStore['update'] = (...change) => {
    updates += 1;
    return updates === 1 ? send(() => versions.update(...change)) : versions.update(...change);
  };
  const deps = { ...desk.deps, versions: { ...versions, update } };
  return publishVersion(deps, { pipeline: PIPELINE, message: 'mine', createdBy: null, request: null });
}

describe('a pipeline that is frozen while a publish runs', () => {
  const freeze = scopes.pipeline.freeze;

  test('gets no version, and the publish says that it is frozen, not that it lost a race', async () => {
    const desk = await published();
    desk.meanwhile.update = once(() => freeze(desk));

    await expect(desk.publish()).rejects.toMatchObject(refusal('FROZEN', { scope: 'pipeline' }));
    expect(await numberOf(desk)).toBe(1);
  });

  test('gets no version by a rollback', async () => {
    const desk = await published();
    desk.meanwhile.update = once(() => freeze(desk));

    await expect(desk.rollback(1)).rejects.toMatchObject(refusal('FROZEN'));
    expect(await numberOf(desk)).toBe(1);
  });

  test('says so also when the time is over', async () => {
    const desk = await published();
    desk.meanwhile.update = once(async () => {
      await freeze(desk);
      desk.clock.at += 20_000;
    });

    await expect(desk.publish()).rejects.toMatchObject(refusal('FROZEN'));
  });

  test('gets the version if the freeze is lifted again before the update', async () => {
    const desk = await published();
    desk.meanwhile.update = once(async () => {
      await freeze(desk);
      await scopes.pipeline.lift(desk);
    });

    expect((await desk.publish()).version.number).toBe(2);
  });

  test('gets the version if the freeze has ended when the publish looks again', async () => {
    const desk = await published();
    const { version } = await updating(desk, async (update) => {
      const until = new Date(desk.deps.runtime.now().getTime() + 1_000);
      await freezePipeline(desk.deps, PIPELINE, { ...inAnHour(desk), until });
      const refused = await update();
      desk.clock.at += 1_000;
      return refused;
    });

    expect([version.number, version.overrodeFreeze]).toEqual([2, null]);
  });

  test('gets a version that says so by a publish that overrides what it finds', async () => {
    const desk = await published();
    desk.meanwhile.update = once(() => freeze(desk));

    const { version } = await desk.publish({ overridesFreeze: true });

    expect([version.number, version.overrodeFreeze?.scope]).toEqual([2, 'pipeline']);
  });

  test('is named by a publish that began under a freeze of the namespace, too', async () => {
    const desk = await published();
    await scopes.namespace.freeze(desk);
    desk.meanwhile.update = once(() => freeze(desk));

    const { version } = await desk.publish({ overridesFreeze: true });

    expect(version.overrodeFreeze?.scope).toBe('pipeline');
  });

  test('answers with the version of an update whose answer was lost before the freeze', async () => {
    const desk = await published();
    const { version, outcome } = await updating(desk, async (update) => {
      await update();
      await freeze(desk);
      return update();
    });

    expect([version.number, version.message, outcome]).toEqual([2, 'mine', 'created']);
  });

  test('answers with the version that a twin made before the freeze', async () => {
    const desk = await published();
    const request = keyed('k');
    desk.meanwhile.update = once(async () => {
      desk.meanwhile.update = undefined;
      await desk.publish({ request });
      await freeze(desk);
    });

    const { version, replayed } = await desk.publish({ request });

    expect([version.number, replayed]).toEqual([2, true]);
  });

  test('is edited by a restore no more, unless its edits had begun', async () => {
    const desk = await published();
    const { files } = desk.deps;
    const findMissing: typeof files.findMissing = async (...asked) => {
      const missing = await files.findMissing(...asked);
      await freeze(desk);
      return missing;
    };
    const deps = { ...desk.deps, files: { ...files, findMissing } };

    await expect(restoreDraft(deps, { pipeline: PIPELINE, target: 1 })).rejects.toMatchObject(
      refusal('FROZEN'),
    );
    expect(sourceOf(desk)).toBe('two');
  });
});

test('a namespace that is frozen while a publish runs lets it finish, and says by when', async () => {
  const desk = await published();
  let effectiveBy = new Date(0);
  desk.meanwhile.update = once(async () => {
    ({ effectiveBy } = await scopes.namespace.freeze(desk));
  });

  expect((await desk.publish()).version.number).toBe(2);
  expect(effectiveBy.getTime() - desk.deps.runtime.now().getTime()).toBe(29_000);
  await expect(desk.publish()).rejects.toMatchObject(refusal('FROZEN', { scope: 'namespace' }));
});

test('a frozen pipeline of a frozen namespace names its own freeze, and stays frozen without the other', async () => {
  const desk = await published();
  await scopes.pipeline.freeze(desk);
  await scopes.namespace.freeze(desk);

  await expect(desk.publish()).rejects.toMatchObject(refusal('FROZEN', { scope: 'pipeline' }));
  await scopes.namespace.lift(desk);
  await expect(desk.publish()).rejects.toMatchObject(refusal('FROZEN', { scope: 'pipeline' }));
});

test('a freeze holds for its pipeline, and for its namespace, alone', async () => {
  const desk = await published();
  await freezeNamespace(desk.deps, `${namespace}2`, inAnHour(desk));
  const other = { ...PIPELINE, name: 'other' };
  desk.bucket.put(`${keyPrefix(other)}pipeline.sql`, 'select 1');
  await freezePipeline(desk.deps, other, inAnHour(desk));

  expect((await desk.publish()).version.number).toBe(2);
});

test('a draft that nobody has observed or published can be frozen', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');

  await scopes.pipeline.freeze(desk);

  await expect(desk.publish()).rejects.toMatchObject(refusal('FROZEN'));
});

test.each(['freeze', 'lift'] as const)('what does not exist is not found by a %s', async (act) => {
  const desk = setUpDesk();

  await expect(scopes.pipeline[act](desk)).rejects.toMatchObject(refusal('PIPELINE_NOT_FOUND'));
  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
});

test('another freeze replaces the first, and an earlier end ends it earlier', async () => {
  const desk = await published();
  await scopes.pipeline.freeze(desk);
  const until = new Date(desk.deps.runtime.now().getTime() + 1);
  await freezePipeline(desk.deps, PIPELINE, { reason: 'shorter', frozenBy: null, until });

  desk.clock.at += 1;

  expect((await desk.publish()).version.number).toBe(2);
});

test('the freeze of a namespace is not shown once it has ended', async () => {
  const desk = await published();
  await scopes.namespace.freeze(desk);

  expect(await readNamespaceFreeze(desk.deps, namespace)).toMatchObject({ reason: 'Month-end close' });
  desk.clock.at += HOUR;
  expect(await readNamespaceFreeze(desk.deps, namespace)).toBeNull();
});

describe('a freeze ends', () => {
  const now = new Date('2026-01-01T00:00:00.000Z');
  const ending = (milliseconds: number) => () =>
    freezeFrom(now, { reason: 'r', frozenBy: null, until: new Date(now.getTime() + milliseconds) });
  const DAYS_90 = 90 * 24 * HOUR;

  test.each([1, DAYS_90])('in %i ms', (milliseconds) => {
    expect(ending(milliseconds)().until.getTime() - now.getTime()).toBe(milliseconds);
  });

  test.each([
    [0, /must be after now, 2026-01-01T00:00:00.000Z/],
    [-1, /must be after now/],
    [DAYS_90 + 1, /must be within 90 days, by 2026-04-01T00:00:00.000Z; freeze again later/],
  ])('not in %i ms', (milliseconds, says) => {
    expect(ending(milliseconds)).toThrow(says);
    expect(ending(milliseconds)).toThrow(expect.objectContaining(refusal('INVALID_REQUEST')));
  });
});
