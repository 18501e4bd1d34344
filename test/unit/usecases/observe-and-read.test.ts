import { expect, test } from 'vitest';
import { draftOf, isDraftDirty } from '../../../functions/domain/draft.ts';
import { readVersionRecord } from '../../../functions/usecases/find-version.ts';
import { observeDraft } from '../../../functions/usecases/observe-draft.ts';
import { readPipeline, readPipelines } from '../../../functions/usecases/read-pipelines.ts';
import { readPublished } from '../../../functions/usecases/read-published.ts';
import { readVersionRecords, readVersions } from '../../../functions/usecases/read-versions.ts';
import { withFiles } from '../../../functions/usecases/version-files.ts';
import { once, PIPELINE, refusal, setUpDesk } from './desk.ts';

async function isDirty(desk: ReturnType<typeof setUpDesk>) {
  const { draft, current } = await observeDraft(desk.deps, PIPELINE);
  return isDraftDirty(draft, current);
}

test('the flag is the truth after an edit, its undoing, an identical save, a delete and another file', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'A');
  expect(await isDirty(desk)).toBeNull();
  await desk.publish();
  desk.save('pipeline.sql', 'B');
  expect(await isDirty(desk)).toBe(true);
  desk.save('pipeline.sql', 'A');
  expect(await isDirty(desk)).toBe(false);
  desk.save('config.yaml');
  expect(await isDirty(desk)).toBe(true);
  desk.remove('config.yaml');
  expect(await isDirty(desk)).toBe(false);
  desk.remove('pipeline.sql');
  expect(await isDirty(desk)).toBe(true);
});

test('an observation that was overtaken starts again', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'old');
  desk.meanwhile.update = once(async () => {
    desk.save('pipeline.sql', 'newest');
    await observeDraft(desk.deps, PIPELINE);
  });

  const { draft, revision } = await observeDraft(desk.deps, PIPELINE);

  expect(revision).toBe(2);
  expect(draft).toEqual((await desk.deps.versions.readState(PIPELINE))?.draft);
});

test('an observation that was overtaken twice takes what the second has seen', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'old');
  const others = async () => {
    desk.meanwhile.update = undefined;
    desk.save('pipeline.sql', `edit ${desk.clock.at++}`);
    await observeDraft(desk.deps, PIPELINE);
    desk.meanwhile.update = others;
  };
  desk.meanwhile.update = others;

  const { draft, revision } = await observeDraft(desk.deps, PIPELINE);

  expect(revision).toBe(2);
  expect(draft).toEqual((await desk.deps.versions.readState(PIPELINE))?.draft);
  expect(draft).toEqual(draftOf(await desk.deps.files.listContent(PIPELINE), draft.observedAt));
});

test('of twenty observations at once each lists twice at most, and none gives up', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  let lists = 0;
  desk.meanwhile.listContent = () => {
    desk.save('pipeline.sql', `edit ${++lists}`);
  };

  await Promise.all(Array.from({ length: 20 }, () => observeDraft(desk.deps, PIPELINE)));

  expect(lists).toBeGreaterThan(20);
  expect(lists).toBeLessThanOrEqual(40);
});

test('an older observation does not bring back a draft that was deleted', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.meanwhile.update = once(async () => {
    desk.remove('pipeline.sql');
    await observeDraft(desk.deps, PIPELINE);
  });

  await observeDraft(desk.deps, PIPELINE);

  expect((await desk.deps.versions.readState(PIPELINE))?.draft.fileCount).toBe(0);
});

test('a draft that exists is found though no event has told of it', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.py');

  expect(await readPipeline(desk.deps, PIPELINE)).toMatchObject({
    current: null,
    draft: { fileCount: 1, sourceType: 'python' },
  });
});

test('asking for a pipeline that does not exist stores nothing', async () => {
  const desk = setUpDesk();

  await expect(readPipeline(desk.deps, PIPELINE, true)).rejects.toMatchObject(refusal('PIPELINE_NOT_FOUND'));

  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
});

test('a draft that was deleted before it was ever published is no pipeline any more, until it comes back', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  await observeDraft(desk.deps, PIPELINE);
  desk.remove('pipeline.sql');
  await observeDraft(desk.deps, PIPELINE);

  await expect(readPipeline(desk.deps, PIPELINE)).rejects.toMatchObject(refusal('PIPELINE_NOT_FOUND'));
  expect((await readPipelines(desk.deps, {}, 10)).pipelines).toEqual([]);

  desk.save('pipeline.sql');
  expect((await readPipeline(desk.deps, PIPELINE)).draft.fileCount).toBe(1);
});

test('refresh observes the draft first', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'A');
  await desk.publish();
  desk.save('pipeline.sql', 'B');

  const stale = await readPipeline(desk.deps, PIPELINE);
  const fresh = await readPipeline(desk.deps, PIPELINE, true);

  expect(isDraftDirty(stale.draft, stale.current)).toBe(false);
  expect(isDraftDirty(fresh.draft, fresh.current)).toBe(true);
});

test('pipelines are filtered by the flag, and a page that looked at many goes on behind the last one', async () => {
  const desk = setUpDesk();
  for (let n = 0; n < 30; n++) {
    const pipeline = { ...PIPELINE, name: `p${String(n).padStart(2, '0')}` };
    desk.bucket.put(`default/pipelines/silver/${pipeline.name}/pipeline.sql`, 'A');
    await desk.publish({ pipeline });
    if (n % 10 === 9) desk.bucket.put(`default/pipelines/silver/${pipeline.name}/pipeline.sql`, 'B');
    await observeDraft(desk.deps, pipeline);
  }

  const first = await readPipelines(desk.deps, { draftDirty: true }, 2);
  const rest = await readPipelines(desk.deps, { draftDirty: true, after: first.next ?? undefined }, 2);
  const shortOfTime = await readPipelines(desk.deps, { draftDirty: true }, 2, 5);

  expect(first.pipelines.map(({ pipeline }) => pipeline.name)).toEqual(['p09', 'p19']);
  expect(rest).toMatchObject({ pipelines: [{ pipeline: { name: 'p29' } }], next: null });
  expect(shortOfTime).toMatchObject({ pipelines: [], next: { name: 'p04' } });
});

test('a layer without a namespace is looked for among no more pipelines than a request has time for', async () => {
  const desk = setUpDesk();
  for (const name of ['a', 'b', 'c', 'd']) {
    const pipeline = { ...PIPELINE, name };
    desk.bucket.put(`default/pipelines/silver/${name}/pipeline.sql`, 'A');
    await observeDraft(desk.deps, pipeline);
  }

  const gold = await readPipelines(desk.deps, { layer: 'gold' }, 2, 3);
  const silver = await readPipelines(desk.deps, { layer: 'silver' }, 10);

  expect(gold).toMatchObject({ pipelines: [], next: { name: 'c' } });
  expect(silver.pipelines).toHaveLength(4);
});

test('history has every version, newest first, with and without files', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  for (let n = 0; n < 5; n++) await desk.publish();

  const all = await readVersions(desk.deps, PIPELINE, { expected: 50 });
  const below = await readVersionRecords(desk.deps, PIPELINE, { below: 3, expected: 50 });

  expect(all.total).toBe(5);
  expect((await Array.fromAsync(all.versions)).map(({ number }) => number)).toEqual([5, 4, 3, 2, 1]);
  expect((await Array.fromAsync(below.versions)).map(({ number }) => number)).toEqual([2, 1]);
});

test('a pipeline that was never published has no versions, and nothing that runs could use', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');

  const { total, versions } = await readVersions(desk.deps, PIPELINE, { expected: 50 });

  expect({ total, versions: await Array.fromAsync(versions) }).toEqual({ total: 0, versions: [] });
  await expect(readPublished(desk.deps, PIPELINE)).rejects.toMatchObject(refusal('NOT_PUBLISHED'));
  await expect(readVersionRecord(desk.deps, PIPELINE, 1)).rejects.toMatchObject(refusal('VERSION_NOT_FOUND'));
});

test('runs use the current version, or the one that is asked for, and never the draft', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql', 'A');
  const { version } = await desk.publish();
  desk.save('pipeline.sql', 'B');
  await desk.publish();
  desk.save('pipeline.sql', 'C');

  expect((await readPublished(desk.deps, PIPELINE)).number).toBe(2);
  const first = await readPublished(desk.deps, PIPELINE, 1);
  expect(await withFiles(desk.deps, PIPELINE, first)).toEqual(version);
  await expect(readPublished(desk.deps, PIPELINE, 3)).rejects.toMatchObject(refusal('VERSION_NOT_FOUND'));
});

test.each([
  ['all', {}, 11],
  ['of a namespace', { namespace: 'default' }, 11],
  ['of a layer in a namespace', { namespace: 'default', layer: 'silver' as const }, 11],
  ['of a layer in all namespaces, which filters', { layer: 'silver' as const }, undefined],
  ['whose draft is dirty, which filters', { draftDirty: true }, undefined],
  ['whose draft is not, which filters', { draftDirty: false }, undefined],
])(
  'a page of pipelines, %s, asks the store for one more than it shows unless it filters',
  async (_, filter, expected) => {
    const desk = setUpDesk();
    const asked: unknown[] = [];
    const { pipelines } = desk.deps.versions;
    const versions = {
      ...desk.deps.versions,
      pipelines: (range: Parameters<typeof pipelines>[0]) => {
        asked.push(range.expected);
        return pipelines(range);
      },
    };

    await readPipelines({ ...desk.deps, versions }, filter, 10);

    expect(asked).toEqual([expected]);
  },
);
