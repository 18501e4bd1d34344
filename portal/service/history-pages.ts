// What has been read of a history so far. Versions are immutable and their numbers have no gaps, so pages that come in
// any order, and what others publish meanwhile, fit together by number.
import type { PipelineVersionList, PipelineVersionSummary } from '../../client/types.ts';

export interface History {
  readonly versions: ReadonlyMap<number, PipelineVersionSummary>;
  /** Newest first, with a gap between each two. */
  readonly runs: readonly Run[];
}

/** Versions without a gap. */
interface Run {
  readonly newest: number;
  readonly oldest: number;
  /** What the versions below `oldest` are asked for with. */
  readonly cursor: string | null;
}

export interface PageRequest {
  /** `undefined`: from the newest on. */
  readonly cursor: string | undefined;
  readonly limit: number;
}

export const EMPTY_HISTORY: History = { versions: new Map(), runs: [] };
const PAGE_SIZE = 50;
/** For whoever jumps far: the API allows no more. */
const LARGEST_PAGE_SIZE = 200;

/** Takes a page as the API answers it. */
export function withPage(history: History, { versions: page, next_cursor }: PipelineVersionList): History {
  const [first] = page;
  const last = page.at(-1);
  if (first === undefined || last === undefined) return history;
  const versions = new Map(history.versions);
  for (const version of page) versions.set(version.version_number, version);
  const run = { newest: first.version_number, oldest: last.version_number, cursor: next_cursor };
  return { versions, runs: joined([...history.runs, run]) };
}

/** The next page to ask for so that everything from `newest` down to `oldest` is there; `undefined`: it is. */
export function nextPage(
  { versions, runs }: History,
  newest: number,
  oldest: number,
): PageRequest | undefined {
  const missing = firstMissing(versions, newest, oldest);
  if (missing === undefined) return undefined;
  const above = runs.findLast((run) => run.oldest > missing);
  if (above === undefined) return { cursor: undefined, limit: PAGE_SIZE };
  const limit = above.oldest - oldest > PAGE_SIZE ? LARGEST_PAGE_SIZE : PAGE_SIZE;
  return { cursor: above.cursor ?? undefined, limit };
}

function firstMissing(versions: History['versions'], newest: number, oldest: number): number | undefined {
  for (let number = newest; number >= oldest; number -= 1) if (!versions.has(number)) return number;
  return undefined;
}

function joined(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of runs.toSorted((one, other) => other.newest - one.newest)) {
    const above = result.at(-1);
    if (above === undefined || run.newest < above.oldest - 1) result.push(run);
    else if (run.oldest < above.oldest) result.splice(-1, 1, { ...run, newest: above.newest });
  }
  return result;
}
