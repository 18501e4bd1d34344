// Reading the history, with or without the files of its versions and their runs.
import type { Pipeline } from '../domain/pipeline.ts';
import { currentNumber, type State } from '../domain/state.ts';
import type { Version, VersionRecord } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { findVersionAt } from './find-version-at.ts';
import { readPipeline } from './read-pipelines.ts';
import { type Noted, withRuns } from './read-runs.ts';
import { withAllFiles } from './version-files.ts';

export interface VersionRange {
  /** Only versions with a smaller number; all of them if left out. */
  readonly below?: number | undefined;
  /** Only the version that was current at this moment, and older ones; `below` does not count then. */
  readonly at?: Date | undefined;
  readonly expected: number;
  /** Whether to read what was reported of their runs. */
  readonly runs?: boolean | undefined;
}

export interface History<V> {
  /** How many versions there are in all. */
  readonly total: number;
  /** Newest first, read as the caller takes them. */
  readonly versions: AsyncIterable<V>;
}

/**
 * The whole history, the current version included. Throws `PIPELINE_NOT_FOUND`, and `VERSION_NOT_FOUND` if there was no
 * version yet at the moment `at`.
 */
export async function readVersionRecords(
  deps: Deps,
  pipeline: Pipeline,
  range: VersionRange,
): Promise<History<Noted<VersionRecord>>> {
  const state = await readPipeline(deps, pipeline);
  const from = range.at ? await findVersionAt(deps, state, range.at) : null;
  const below = from ? from.number + 1 : range.below;
  const versions = records(deps, state, { ...range, below });
  return {
    total: currentNumber(state),
    versions: range.runs ? withRuns(deps, pipeline, versions, range.expected) : versions,
  };
}

/** The same with the files. */
export async function readVersions(
  deps: Deps,
  pipeline: Pipeline,
  range: VersionRange,
): Promise<History<Noted<Version>>> {
  const { total, versions } = await readVersionRecords(deps, pipeline, range);
  return { total, versions: withAllFiles(deps, pipeline, versions, range.expected) };
}

// The state was read first: every version below its current one is in history by now, so nothing is missing.
async function* records(
  deps: Deps,
  { pipeline, current }: State,
  { below = Number.POSITIVE_INFINITY, expected }: VersionRange,
): AsyncGenerator<VersionRecord> {
  if (current !== null && current.number < below) yield current;
  const rest = Math.min(below, currentNumber({ current }));
  if (rest > 1) yield* deps.versions.history(pipeline, { below: rest, expected });
}
