// What publish and rollback answer, and the check that both make of the state they read.
import { type Report, reportFrom } from '../domain/checks/report.ts';
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { currentNumber, type State } from '../domain/state.ts';
import type { Version } from '../domain/version.ts';

export interface Outcome {
  readonly version: Version;
  /** `unchanged`: no version was made, because the current one is this draft already. */
  readonly outcome: 'created' | 'unchanged';
  /** The answer to an earlier request with the same idempotency key. */
  readonly replayed: boolean;
  /** Of the request that looked at the files; from any other what the version keeps of it, without findings. */
  readonly report: Report;
}

export function outcomeWith(version: Version, rest: Pick<Outcome, 'outcome' | 'replayed'>): Outcome {
  return { version, ...rest, report: reportFrom(version.checks) };
}

/** Throws `PRECONDITION_FAILED` unless the caller's `expected_version` is the current one (0: never published). */
export function assertExpectedVersion(
  pipeline: Pipeline,
  expected: number | undefined,
  state: State | null,
): void {
  const current = currentNumber(state);
  if (expected === undefined || expected === current) return;
  const now = current === 0 ? 'has never been published' : `is at version ${current}`;
  throw new DomainError(
    'PRECONDITION_FAILED',
    `Pipeline ${displayName(pipeline)} ${now}, not at version ${expected} as expected; look at it and try again.`,
    { expected_version: expected, current_version: current },
  );
}
