// The contract of ports/version-store.ts about runs, held against every implementation; and executors that report at once.
import { describe, expect, test } from 'vitest';
import { keyPrefix } from '../../functions/domain/pipeline.ts';
import { NO_RUNS, noted, type Run, type Runs } from '../../functions/domain/runs.ts';
import type { VersionStore } from '../../functions/ports/version-store.ts';
import { publishVersion } from '../../functions/usecases/publish-version.ts';
import { readRuns } from '../../functions/usecases/read-runs.ts';
import { reportRun } from '../../functions/usecases/report-run.ts';
import { type Backend, backends, shareBackend } from './backends.ts';
import { newPipeline } from './samples.ts';

const run: Run = {
  id: 'Ünïcode “run” 🚀',
  state: 'running',
  url: 'https://runs.example.com/1?a=b#c',
  reportedAt: new Date('2026-05-05T12:00:00.250Z'),
  reportedBy: 'arn:aws:iam::123456789012:user/ada',
};
const first: Runs = { revision: 1, count: 1, newest: [run] };
const second = noted(first, { ...run, id: 'another', url: null, reportedBy: null }).runs;

describe.each(backends)('VersionStore on $name', ({ start }) => {
  let backend: Backend;
  let store: VersionStore;
  shareBackend(start, (started) => {
    backend = started;
    store = started.versions;
  });

  test('runs are read as they were stored, by version, and of versions without any nothing', async () => {
    const pipeline = newPipeline();

    expect(await store.readRuns(pipeline, [1, 2])).toEqual(new Map());
    expect(await store.storeRuns(pipeline, 1, first)).toBe(true);
    expect(await store.storeRuns(pipeline, 1, second)).toBe(true);
    expect(await store.storeRuns(pipeline, 12, first)).toBe(true);

    expect(await store.readRuns(pipeline, [3, 12, 1])).toEqual(
      new Map([
        [12, first],
        [1, second],
      ]),
    );
    expect(await store.readRuns(newPipeline(), [1])).toEqual(new Map());
    expect(await store.readRuns(pipeline, [])).toEqual(new Map());
  });

  test.each([
    ['the same', [first], first],
    ['an older', [first, second], second],
    ['one that left out another', [first], { ...second, revision: 3 }],
    ['a later one of none', [], second],
  ])('%s revision replaces nothing', async (_, stored, refused) => {
    const pipeline = newPipeline();
    for (const runs of stored) await store.storeRuns(pipeline, 1, runs);

    expect(await store.storeRuns(pipeline, 1, refused)).toBe(false);

    expect((await store.readRuns(pipeline, [1])).get(1)).toEqual(stored.at(-1));
  });

  test('runs of 150 versions are read at once', async () => {
    const pipeline = newPipeline();
    const numbers = Array.from({ length: 150 }, (_, n) => n + 1);
    for (const number of [1, 100, 101, 150]) await store.storeRuns(pipeline, number, first);

    expect([...(await store.readRuns(pipeline, numbers)).keys()].toSorted((a, b) => a - b)).toEqual([
      1, 100, 101, 150,
    ]);
  });

  test('of 16 executors that report at once each is noted', async () => {
    const pipeline = newPipeline();
    await backend.bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'select 1');
    await publishVersion(backend, { pipeline, message: 'm', createdBy: null, request: null });
    const ids = Array.from({ length: 16 }, (_, n) => `run-${n}`);
    const report = (id: string, state: Run['state']) =>
      reportRun(backend, pipeline, { versionNumber: 1, id, state, url: null, reportedBy: id });

    await Promise.all(ids.map((id) => report(id, 'running')));
    await Promise.all(ids.map((id) => report(id, 'succeeded')));

    const { count, revision, newest } = await readRuns(backend, pipeline, 1);
    expect([count, revision]).toEqual([16, 32]);
    expect(newest.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(newest.map(({ state }) => state))).toEqual(new Set(['succeeded']));
    expect((await readRuns(backend, pipeline, 2)).newest).toEqual(NO_RUNS.newest);
  });
});
