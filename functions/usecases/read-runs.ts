// The runs of versions, as they count now.
import type { Pipeline } from '../domain/pipeline.ts';
import { NO_RUNS, type Runs, runsAt } from '../domain/runs.ts';
import type { VersionRecord } from '../domain/version.ts';
import type { Deps } from './deps.ts';

/** What is read beside a version where it is asked for. */
export type Noted<V> = V & { readonly runs?: Runs };

type RunDeps = Pick<Deps, 'versions' | 'runtime'>;

/** One request. */
export async function readRuns(deps: RunDeps, pipeline: Pipeline, number: number): Promise<Runs> {
  const found = await deps.versions.readRuns(pipeline, [number]);
  return runsAt(found.get(number) ?? NO_RUNS, deps.runtime.now());
}

/** The same records with their runs, in their order, read as the caller takes them: in one request for up to 100. */
export async function* withRuns<V extends VersionRecord>(
  deps: RunDeps,
  pipeline: Pipeline,
  records: AsyncIterable<V>,
  expected: number,
): AsyncGenerator<Noted<V>> {
  for await (const batch of batchesOf(records, expected)) {
    const numbers = batch.map(({ number }) => number);
    const found = await deps.versions.readRuns(pipeline, numbers);
    const now = deps.runtime.now();
    for (const record of batch) yield { ...record, runs: runsAt(found.get(record.number) ?? NO_RUNS, now) };
  }
}

async function* batchesOf<V>(records: AsyncIterable<V>, most: number): AsyncGenerator<readonly V[]> {
  let batch: V[] = [];
  for await (const record of records) {
    batch.push(record);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
