// The contract of ports/version-store.ts about news, held against every implementation.
import { describe, expect, test } from 'vitest';
import { freezing, lifting } from '../../functions/domain/freeze.ts';
import type { News } from '../../functions/domain/news.ts';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import type { VersionStore } from '../../functions/ports/version-store.ts';
import { backends, shareBackend } from './backends.ts';
import { newPipeline, observedIn, versionWith } from './samples.ts';

const AT = new Date('2026-05-05T12:00:00.250Z');
const later = (milliseconds: number) => new Date(AT.getTime() + milliseconds);
const freezeAt = (frozenAt: Date) =>
  freezing({ reason: 'r', frozenBy: 'ada', frozenAt, until: later(3_600_000) });

describe.each(backends)('version store on $name', ({ start }) => {
  let store: VersionStore;
  shareBackend(start, ({ versions }) => {
    store = versions;
  });

  // Others use the same table.
  const newsOf = async (
    { namespace }: Pick<Pipeline, 'namespace'>,
    before?: string,
  ): Promise<readonly News[]> =>
    (await Array.fromAsync(store.news({ before, expected: 3 })))
      .map(({ news }) => news)
      .filter((one) => one.namespace === namespace);
  const newNamespace = () => `news-${crypto.randomUUID().slice(0, 8)}`;
  const observed = () => observedIn(store, newPipeline(newNamespace()));
  const summary = ({ type, versionNumber }: News) => `${type} ${versionNumber ?? ''}`.trim();

  test('an observation is no news', async () => {
    expect(await newsOf(await observed())).toEqual([]);
  });

  test('every version is news once, newest first, whether it is current or superseded or both', async () => {
    const pipeline = await observed();
    const first = versionWith(null);
    const second = { ...versionWith(first), createdAt: later(1) };
    const third = { ...versionWith(second), createdAt: later(2), message: 'three' };
    for (const current of [first, second, third]) {
      await store.update(pipeline, { current }, { number: current.number - 1 });
      await store.archive(pipeline, current);
    }

    const news = await newsOf(pipeline);

    expect(news.map(summary)).toEqual([3, 2, 1].map((number) => `version.published ${number}`));
    expect(news[0]).toMatchObject({ pipeline, message: 'three', createdBy: third.createdBy, previous: 2 });
  });

  test('a version that never became visible is no news', async () => {
    const pipeline = await observed();

    await store.update(pipeline, { current: versionWith(null) }, { number: 7 });

    expect(await newsOf(pipeline)).toEqual([]);
  });

  test('freezes of pipelines are news, and so is each lift that lifts something', async () => {
    const pipeline = await observed();
    await store.setFreeze(pipeline, lifting('nobody', AT));
    await store.setFreeze(pipeline, freezeAt(later(1)));
    await store.setFreeze(pipeline, freezeAt(later(2)));
    await store.setFreeze(pipeline, lifting('ben', later(3)));
    await store.setFreeze(pipeline, lifting('ben', later(4)));

    const news = await newsOf(pipeline);

    expect(news.map(summary)).toEqual(['pipeline.unfrozen', 'pipeline.frozen', 'pipeline.frozen']);
    expect(news.map(({ time, createdBy }) => [time, createdBy])).toEqual([
      [later(3), 'ben'],
      [later(2), 'ada'],
      [later(1), 'ada'],
    ]);
  });

  test('a pipeline without a state has no news of freezes', async () => {
    const pipeline = newPipeline(newNamespace());

    await store.setFreeze(pipeline, freezeAt(AT));
    await store.setFreeze(pipeline, lifting('ben', AT));

    expect(await newsOf(pipeline)).toEqual([]);
  });

  test('freezes of namespaces are news, and so is each lift that lifts something', async () => {
    const namespace = newNamespace();
    await store.setNamespaceFreeze(namespace, lifting('nobody', AT));
    await store.setNamespaceFreeze(namespace, freezeAt(later(1)));
    await store.setNamespaceFreeze(namespace, lifting('ben', later(2)));
    await store.setNamespaceFreeze(namespace, lifting('ben', later(3)));

    const news = await newsOf({ namespace });

    expect(news.map(summary)).toEqual(['namespace.unfrozen', 'namespace.frozen']);
    expect(news.map(({ pipeline }) => pipeline)).toEqual([null, null]);
  });

  test('news go on before any place', async () => {
    const pipeline = await observed();
    for (const moment of [1, 2, 3]) await store.setFreeze(pipeline, freezeAt(later(moment)));
    const all = await Array.fromAsync(store.news({}));
    const places = all.filter(({ news }) => news.namespace === pipeline.namespace).map(({ place }) => place);

    const times = await Promise.all(places.map(async (place) => (await newsOf(pipeline, place)).length));

    expect(times).toEqual([2, 1, 0]);
  });
});
