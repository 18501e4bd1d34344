// The versions of a history that this page has read. Versions are immutable and their numbers have no gaps, so pages
// fit together by number, in whatever order they arrive and whatever others publish in between.
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
  /** Reads the versions below `oldest`. */
  readonly cursor: string | null;
}

/** The rows to show, and how many the history has. */
export interface Rows {
  readonly total: number;
  readonly newest: number;
  readonly oldest: number;
}

export interface PageRequest {
  /** `undefined`: from the newest on. */
  readonly cursor: string | undefined;
  readonly limit: number;
}

export const EMPTY_HISTORY: History = { versions: new Map(), runs: [] };
const PAGE_SIZE = 50;
/** For a jump far down. The API allows no more. */
const LARGEST_PAGE_SIZE = 200;

/** Adds a page as the API answers it. */
export function withPage(history: History, { versions: page, next_cursor }: PipelineVersionList): History {
  const [first] = page;
  const last = page.at(-1);
  if (first === undefined || last === undefined) return history;
  const versions = new Map(history.versions);
  for (const version of page) versions.set(version.version_number, version);
  const run = { newest: first.version_number, oldest: last.version_number, cursor: next_cursor };
  return { versions, runs: joined([...history.runs, run]) };
}

/** The next page to ask for so that all wanted rows are there; `undefined`: they are. */
export function nextPage({ versions, runs }: History, wanted: Rows): PageRequest | undefined {
  const missing = firstMissing(versions, wanted);
  if (missing === undefined) return undefined;
  const above = runs.findLast((run) => run.oldest > missing);
  const cursor = above?.cursor ?? undefined;
  const first = above === undefined || cursor === undefined ? wanted.total : above.oldest - 1;
  const size = first - wanted.oldest < PAGE_SIZE ? PAGE_SIZE : LARGEST_PAGE_SIZE;
  const below = runs.find((run) => run.newest < missing);
  return { cursor, limit: below === undefined ? size : Math.min(size, first - below.newest) };
}

function firstMissing(versions: History['versions'], { newest, oldest }: Rows): number | undefined {
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
