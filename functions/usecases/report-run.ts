// Notes what an executor reports of its run of a version. A repetition changes nothing but the time of the report.
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { NO_RUNS, noted, type Run, runsAt } from '../domain/runs.ts';
import { startAttempts } from './attempts.ts';
import type { Deps } from './deps.ts';
import { assertVersion } from './find-version.ts';

export interface RunReport extends Omit<Run, 'reportedAt'> {
  readonly versionNumber: number;
}

/** Throws `VERSION_NOT_FOUND`, and `THROTTLED` if others report runs of the version all the time. */
export async function reportRun(
  deps: Pick<Deps, 'versions' | 'runtime'>,
  pipeline: Pipeline,
  { versionNumber, ...report }: RunReport,
): Promise<Run> {
  const attempts = startAttempts(deps.runtime, () => tooManyReports(pipeline, versionNumber));
  for (;;) {
    const found = await deps.versions.readRuns(pipeline, [versionNumber]);
    const stored = found.get(versionNumber) ?? NO_RUNS;
    // A version that was run exists, and is never removed.
    if (stored.revision === 0)
      assertVersion(pipeline, await deps.versions.readState(pipeline), versionNumber);
    const reportedAt = deps.runtime.now();
    const before = runsAt(stored, reportedAt);
    const { runs, run } = noted(before, { ...report, reportedAt });
    if (runs === before) return run;
    if (await deps.versions.storeRuns(pipeline, versionNumber, runs)) return run;
    await attempts.again();
  }
}

function tooManyReports(pipeline: Pipeline, number: number): DomainError {
  return new DomainError(
    'THROTTLED',
    `Too many runs of ${displayName(pipeline)} v${number} are reported at the same time; report yours again in a moment.`,
  );
}
