// The contract of ports/version-store.ts, for every implementation of it.
import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { VersionNumber } from '../../functions/domain/version.ts';
import type { Expected, VersionStore } from '../../functions/ports/version-store.ts';
import { backends, shareBackend } from './backends.ts';
import { draftWith, newPipeline, observedIn, versionWith } from './samples.ts';

describe.each(backends)('version store on $name', ({ start }) => {
  let store: VersionStore;
  shareBackend(start, (backend) => {
    store = backend.versions;
  });

  const observed = (pipeline = newPipeline()) => observedIn(store, pipeline);

  test('a pipeline that nobody has observed has no state', async () => {
    expect(await store.readState(newPipeline())).toBeNull();
  });

  test('the first observation creates the state, at revision 1 and without a version', async () => {
    const pipeline = newPipeline();

    const result = await store.update(pipeline, { draft: draftWith('x') }, { revision: 0 });

    expect(result).toEqual({ updated: true });
    const state = { pipeline, current: null, draft: draftWith('x'), revision: 1, freeze: null };
    expect(await store.readState(pipeline)).toEqual(state);
  });

  test('a state that is there already is not created again, and comes back with the failure', async () => {
    const pipeline = await observed();

    const result = await store.update(pipeline, { draft: draftWith('y') }, { revision: 0 });

    expect(result).toEqual({ updated: false, state: await store.readState(pipeline) });
    expect(result).toMatchObject({ state: { draft: draftWith('x') } });
  });

  test('a state that is not there cannot be updated by its number alone', async () => {
    const pipeline = newPipeline();

    const result = await store.update(pipeline, { current: versionWith(null) }, { number: 0 });

    expect(result).toEqual({ updated: false, state: null });
    expect(await store.readState(pipeline)).toBeNull();
  });

  test('a version and its draft come back as they were written', async () => {
    const pipeline = newPipeline();
    const request = { key: 'k.1[#]:"x"', inputHash: 'hash', expiresAt: new Date('2026-01-03T03:04:05Z') };
    const rollbackOf = 3 as VersionNumber;
    const current = versionWith(null, { request, createdBy: null, rollbackOf, checks: 'partial' });

    await store.update(pipeline, { current, draft: draftWith('x') }, { number: 0, revision: 0 });

    expect(await store.readState(pipeline)).toEqual({
      pipeline,
      current,
      draft: draftWith('x'),
      revision: 1,
      freeze: null,
    });
  });

  test.each([null, 'auth0|5f7c8ec7'])(
    'an author whose subject is %s comes back so, in the state and in history',
    async (createdBySubject) => {
      const pipeline = newPipeline();
      const version = versionWith(null, { createdBy: 'ada@example.com', createdBySubject });

      await store.update(pipeline, { current: version, draft: draftWith('x') }, { number: 0, revision: 0 });
      await store.archive(pipeline, version);

      expect((await store.readState(pipeline))?.current).toEqual(version);
      expect(await store.readArchived(pipeline, 1)).toEqual(version);
    },
  );

  test('recording a draft raises the revision by one; publishing without a draft leaves draft and revision', async () => {
    const pipeline = await observed();

    await store.update(pipeline, { draft: draftWith('y') }, { revision: 1 });
    await store.update(pipeline, { current: versionWith(null) }, { number: 0 });

    expect(await store.readState(pipeline)).toMatchObject({
      revision: 2,
      draft: draftWith('y'),
      current: { number: 1 },
    });
  });

  test.each([
    ['another number', { number: 1 }],
    ['another revision', { number: 0, revision: 7 }],
    ['no state', { number: 0, revision: 0 }],
  ] as [string, Expected][])('an update that expects %s changes nothing', async (_, expected) => {
    const pipeline = await observed();
    await store.update(pipeline, { draft: draftWith('x') }, { revision: 1 });
    const before = await store.readState(pipeline);

    const change = { current: versionWith(null), draft: draftWith('y') };
    const result = await store.update(
      pipeline,
      expected.revision === undefined ? { current: change.current } : change,
      expected,
    );

    expect(result).toEqual({ updated: false, state: before });
    expect(await store.readState(pipeline)).toEqual(before);
  });

  test('of 16 updates that expect the same number exactly one happens', async () => {
    const pipeline = await observed();
    const contenders = Array.from({ length: 16 }, (_, index) =>
      versionWith(null, { message: `contender ${index}` }),
    );

    const results = await Promise.all(
      contenders.map((current) => store.update(pipeline, { current }, { number: 0 })),
    );

    const winners = contenders.filter((_, index) => results[index]?.updated);
    expect(winners).toHaveLength(1);
    expect((await store.readState(pipeline))?.current).toEqual(winners[0]);
  });

  test('archiving twice keeps the first copy', async () => {
    const pipeline = newPipeline();
    const version = versionWith(null);

    await store.archive(pipeline, version);
    await store.archive(pipeline, { ...version, message: 'another' });

    expect(await store.readArchived(pipeline, 1)).toEqual(version);
    expect(await store.readArchived(pipeline, 2)).toBeNull();
  });

  test('history comes newest first, within its range', async () => {
    const pipeline = newPipeline();
    const versions = [versionWith(null)];
    for (let number = 2; number <= 12; number++) versions.push(versionWith(versions.at(-1) ?? null));
    await Promise.all(versions.map((version) => store.archive(pipeline, version)));

    const all = await Array.fromAsync(store.history(pipeline, { below: 100, expected: 3 }));
    const some = await Array.fromAsync(store.history(pipeline, { below: 11, above: 8 }));

    expect(all).toEqual(versions.toReversed());
    expect(some).toEqual([versions[9], versions[8]]);
    expect(await Array.fromAsync(store.history(pipeline, { below: 9, above: 8 }))).toEqual([]);
  });

  test('the longest record that there may be is taken, as the current version and as history', async () => {
    const pipeline = newPipeline();
    const current = versionWith(null, {
      message: '🚀'.repeat(1_000),
      createdBy: 'é'.repeat(1_024),
      request: { key: '~'.repeat(128), inputHash: 'f'.repeat(64), expiresAt: new Date(4_102_444_800_000) },
    });

    await store.update(pipeline, { current, draft: draftWith('x') }, { number: 0, revision: 0 });
    await store.archive(pipeline, current);

    expect((await store.readState(pipeline))?.current).toEqual(current);
    expect(await store.readArchived(pipeline, 1)).toEqual(current);
  });

  test('the list has every pipeline with a state once, sorted within a namespace, and starts after the given one', async () => {
    const namespace = `listed_${Math.random().toString(36).slice(2)}`;
    const pipelines = (['bronze', 'gold', 'silver'] as const).flatMap((layer) =>
      ['a', 'b', 'c'].map((name) => ({ namespace, layer, name })),
    );
    for (const pipeline of pipelines.toReversed()) await observed(pipeline);
    await store.archive(pipelines[0] as Pipeline, versionWith(null));
    const list = async (range: Parameters<VersionStore['pipelines']>[0]) =>
      (await Array.fromAsync(store.pipelines(range))).map(({ pipeline }) => pipeline);

    expect(await list({ namespace, expected: 2 })).toEqual(pipelines);
    expect(await list({ namespace, layer: 'gold' })).toEqual(pipelines.slice(3, 6));
    expect(await list({ namespace, after: pipelines[4] })).toEqual(pipelines.slice(5));
    const everywhere = await list({ expected: 4 });
    expect(everywhere.filter((pipeline) => pipeline.namespace === namespace)).toEqual(pipelines);
    expect(await list({ after: everywhere[2] })).toEqual(everywhere.slice(3));
  });

  test('the list shows the current version', async () => {
    const pipeline = newPipeline(`summarised_${crypto.randomUUID().slice(0, 8)}`);
    const current = versionWith(null);
    await store.update(pipeline, { current, draft: draftWith('x') }, { number: 0, revision: 0 });

    const [summary] = await Array.fromAsync(store.pipelines({ namespace: pipeline.namespace }));

    expect(summary).toMatchObject({ pipeline, current, draft: draftWith('x') });
  });

  test('the store says that it can be reached', async () => {
    await expect(store.check()).resolves.toBeUndefined();
  });
});
