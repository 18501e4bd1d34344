// What executors report of their runs of a version. It is a note beside the version, on which nothing waits: the count of
// runs, and the newest of them.

export const RUN_STATES = ['running', 'succeeded', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

export interface Run {
  /** The executor's own name of it. */
  readonly id: string;
  readonly state: RunState;
  /** Where people see it; `null` if the executor did not say. */
  readonly url: string | null;
  /** When the newest report came, and who sent it. */
  readonly reportedAt: Date;
  readonly reportedBy: string | null;
}

export interface Runs {
  /** Counts the reports that were stored; 0: there are none. */
  readonly revision: number;
  /** Of all runs that are known, also of those that `newest` does not have any more. */
  readonly count: number;
  /** By their newest report, newest first. */
  readonly newest: readonly Run[];
}

export const NO_RUNS: Runs = { revision: 0, count: 0, newest: [] };

export const KEPT_DAYS = 90;
export const SHOWN_RUNS = 20;
/** Runs that have not ended are kept further back: the report of their end must not count as another run. */
export const MOST_RUNNING = 50;

/** The run as it is noted, and all runs with it; the same `runs` if the report changes nothing. */
export interface Noted {
  readonly runs: Runs;
  readonly run: Run;
}

/**
 * The newest report of a run stands for it, but for a "running" that comes after the run has ended: reports may overtake
 * each other. A report without a URL keeps the one that is known.
 */
export function noted(runs: Runs, report: Run): Noted {
  const known = runs.newest.find(({ id }) => id === report.id);
  if (known !== undefined && hasEnded(known) && !hasEnded(report)) return { runs, run: known };
  const run = { ...report, url: report.url ?? known?.url ?? null };
  const others = runs.newest.filter((one) => one !== known);
  return {
    run,
    runs: {
      revision: runs.revision + 1,
      count: runs.count + (known === undefined ? 1 : 0),
      newest: [run, ...others].filter(isKept),
    },
  };
}

/** What counts at this moment: DynamoDB deletes late, so it is looked at by its age. */
export function runsAt({ revision, count, newest }: Runs, now: Date): Runs {
  const recent = newest.filter(({ reportedAt }) => now < expiryOf(reportedAt));
  return { revision, count: recent.length === 0 ? 0 : count, newest: recent };
}

export function expiryOf(reportedAt: Date): Date {
  return new Date(reportedAt.getTime() + KEPT_DAYS * 24 * 3_600_000);
}

export function shownRuns({ newest }: Runs): readonly Run[] {
  return newest.slice(0, SHOWN_RUNS);
}

const hasEnded = ({ state }: Run) => state !== 'running';

function isKept(run: Run, place: number): boolean {
  return place < (hasEnded(run) ? SHOWN_RUNS : MOST_RUNNING);
}
