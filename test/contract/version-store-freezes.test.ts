// The contract of ports/version-store.ts about freezes, held against every implementation; and publishers that race a
// freeze on each of them.
import { describe, expect, test } from 'vitest';
import { DomainError } from '../../functions/domain/errors.ts';
import { type Freeze, freezing, lifting } from '../../functions/domain/freeze.ts';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import type { VersionStore } from '../../functions/ports/version-store.ts';
import { observeDraft } from '../../functions/usecases/observe-draft.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { freezePipeline, unfreezePipeline } from '../../functions/usecases/set-freeze.ts';
import { type Backend, backends, shareBackend } from './backends.ts';
import { draftWith, newPipeline, observedIn, versionWith } from './samples.ts';

const NOW = new Date('2026-05-05T12:00:00.250Z');
const later = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const freeze: Freeze = {
  reason: 'Ünïcode “reason” 🚀\nwith a second line',
  frozenBy: 'arn:aws:iam::123456789012:user/ada',
  frozenAt: NOW,
  until: later(1_000),
};

const LIFTED = lifting('ben', later(500));

describe.each(backends)('version store on $name', ({ start }) => {
  let backend: Backend;
  let store: VersionStore;
  shareBackend(start, (started) => {
    backend = started;
    store = started.versions;
  });

  const observed = (pipeline = newPipeline()) => observedIn(store, pipeline);

  test('a pipeline without a state cannot be frozen, and gets none by it', async () => {
    const pipeline = newPipeline();

    expect(await store.setFreeze(pipeline, freezing(freeze))).toBe(false);
    expect(await store.setFreeze(pipeline, LIFTED)).toBe(false);

    expect(await store.readState(pipeline)).toBeNull();
  });

  test.each([freeze, { ...freeze, frozenBy: null }])('a freeze comes back as it was written', async (one) => {
    const pipeline = await observed();
    const before = await store.readState(pipeline);

    expect(await store.setFreeze(pipeline, freezing(one))).toBe(true);

    expect(before?.freeze).toBeNull();
    expect(await store.readState(pipeline)).toEqual({ ...before, freeze: one });
  });

  test('another freeze replaces it, and lifting it leaves all else as it was', async () => {
    const pipeline = await observed();
    const before = await store.readState(pipeline);
    await store.setFreeze(pipeline, freezing(freeze));

    await store.setFreeze(pipeline, freezing({ ...freeze, reason: 'another' }));
    const replaced = await store.readState(pipeline);
    await store.setFreeze(pipeline, LIFTED);
    await store.setFreeze(pipeline, LIFTED);

    expect(replaced?.freeze?.reason).toBe('another');
    expect(await store.readState(pipeline)).toEqual(before);
  });

  test('an observation keeps the freeze, and is not denied by it', async () => {
    const pipeline = await observed();
    await store.setFreeze(pipeline, freezing(freeze));

    const result = await store.update(pipeline, { draft: draftWith('y') }, { revision: 1 });

    expect(result).toEqual({ updated: true });
    const state = { pipeline, current: null, draft: draftWith('y'), revision: 2, freeze };
    expect(await store.readState(pipeline)).toEqual(state);
  });

  test.each([
    ['before it ends', later(999)],
    ['long before it began, by a clock that is behind', later(-86_400_000)],
  ])('a version that must not be frozen is refused %s, and the freeze comes back', async (_, unfrozenAt) => {
    const pipeline = await observed();
    await store.setFreeze(pipeline, freezing(freeze));
    const before = await store.readState(pipeline);

    const change = { current: versionWith(null), draft: draftWith('y') };
    const result = await store.update(pipeline, change, { number: 0, revision: 1, unfrozenAt });

    expect(result).toEqual({ updated: false, state: before });
    expect(await store.readState(pipeline)).toEqual(before);
  });

  test.each([
    ['at the moment at which it ends', later(1_000)],
    ['after it has ended', later(86_400_000)],
  ])('a version that must not be frozen is visible %s, and the freeze stays', async (_, unfrozenAt) => {
    const pipeline = await observed();
    await store.setFreeze(pipeline, freezing(freeze));

    const result = await store.update(pipeline, { current: versionWith(null) }, { number: 0, unfrozenAt });

    expect(result).toEqual({ updated: true });
    expect(await store.readState(pipeline)).toMatchObject({ current: { number: 1 }, freeze });
  });

  test.each([1, 0])(
    'a version that must not be frozen is visible where nothing is, at revision %i',
    async (revision) => {
      const pipeline = revision === 0 ? newPipeline() : await observed();
      const change = { current: versionWith(null), draft: draftWith('y') };

      const expected = { number: 0, revision, unfrozenAt: NOW };
      expect(await store.update(pipeline, change, expected)).toEqual({ updated: true });
    },
  );

  test('a version that overrides the freeze says so, in the state and in history', async () => {
    const pipeline = await observed();
    await store.setFreeze(pipeline, freezing(freeze));
    const overrodeFreeze = { scope: 'pipeline', reason: freeze.reason } as const;
    const current = versionWith(null, { overrodeFreeze });

    expect(await store.update(pipeline, { current }, { number: 0 })).toEqual({ updated: true });
    await store.archive(pipeline, current);

    expect((await store.readState(pipeline))?.current).toEqual(current);
    expect(await store.readArchived(pipeline, 1)).toEqual(current);
  });

  test('the freeze of a namespace is its own, and no pipeline', async () => {
    const namespace = `frozen-${crypto.randomUUID().slice(0, 8)}`;
    const before = await store.readNamespaceFreeze(namespace);
    const pipeline = await observed(newPipeline(namespace));

    await store.setNamespaceFreeze(namespace, freezing(freeze));
    const frozen = await store.readNamespaceFreeze(namespace);
    await store.setNamespaceFreeze(namespace, LIFTED);
    await store.setNamespaceFreeze(namespace, LIFTED);

    expect([before, frozen, await store.readNamespaceFreeze(namespace)]).toEqual([null, freeze, null]);
    expect((await store.readState(pipeline))?.freeze).toBeNull();
    const listed = await Array.fromAsync(store.pipelines({ namespace }));
    expect(listed.map((one) => one.pipeline)).toEqual([pipeline]);
  });

  test('no version becomes visible once a freeze was acknowledged, whoever races it', async () => {
    for (let round = 0; round < 10; round++) {
      const pipeline = newPipeline();
      await backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, `select ${round}`);
      await observeDraft(backend, pipeline);
      const publish = (n: number) =>
        publishVersion(backend, { pipeline, message: `m ${n}`, createdBy: null, request: null }).catch(
          (refusal: unknown) => refusal,
        );
      const until = new Date(Date.now() + 3_600_000);

      const racing = Promise.all(Array.from({ length: 4 }, (_, n) => publish(n)));
      const observing = observeDraft(backend, pipeline);
      await freezePipeline(backend, pipeline, { reason: 'r', frozenBy: null, until });
      const acknowledged = await store.readState(pipeline);
      const answers = await racing;
      await observing;
      const after = await store.readState(pipeline);

      expect(after?.current?.number).toBe(acknowledged?.current?.number);
      const refusals = answers.filter((answer) => answer instanceof DomainError);
      for (const { code } of refusals) expect(code).toBe('FROZEN');
      expect(answers.length - refusals.length).toBe(after?.current?.number ?? 0);
      await unfreezePipeline(backend, pipeline, null);
      expect(await publish(9)).toMatchObject({ outcome: 'created' });
    }
  });
});
