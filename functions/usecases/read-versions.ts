// Reading versions: one, or the history.
import type { Pipeline } from '../domain/pipeline.ts';
import { currentNumber, type State } from '../domain/state.ts';
import type { Version, VersionSummary } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';
import { readPipeline } from './read-pipelines.ts';

/** Throws `VERSION_NOT_FOUND`. */
export async function readVersion(deps: Deps, pipeline: Pipeline, number: number): Promise<Version> {
  return findVersion(deps, pipeline, await deps.versions.readState(pipeline), number);
}

export interface VersionRange {
  /** Only versions with a smaller number; all of them if left out. */
  readonly below?: number | undefined;
  readonly expected: number;
}

export interface History<V> {
  /** How many versions there are in all. */
  readonly total: number;
  /** Newest first, read as the caller takes them. */
  readonly versions: AsyncIterable<V>;
}

/** The whole history, the current version included. Throws `PIPELINE_NOT_FOUND`. */
export async function readVersions(
  deps: Deps,
  pipeline: Pipeline,
  range: VersionRange,
): Promise<History<Version>> {
  const state = await readPipeline(deps, pipeline);
  return withCurrent(state, range, (rest) => deps.versions.history(pipeline, rest));
}

/** The same without the files. */
export async function readVersionSummaries(
  deps: Deps,
  pipeline: Pipeline,
  range: VersionRange,
): Promise<History<VersionSummary>> {
  const state = await readPipeline(deps, pipeline);
  return withCurrent<VersionSummary>(state, range, (rest) => deps.versions.historySummaries(pipeline, rest));
}

// The state was read first: every version below its current one is in history by now, so nothing is missing.
function withCurrent<V extends VersionSummary>(
  state: State & { readonly current: V | null },
  { below = Number.POSITIVE_INFINITY, expected }: VersionRange,
  archived: (range: { below: number; expected: number }) => AsyncIterable<V>,
): History<V> {
  async function* versions(): AsyncGenerator<V> {
    const { current } = state;
    if (current !== null && current.number < below) yield current;
    const rest = Math.min(below, currentNumber(state));
    if (rest > 1) yield* archived({ below: rest, expected });
  }
  return { total: currentNumber(state), versions: versions() };
}
