// What publish and rollback answer, and the checks that both make of the state they read.
import { DomainError } from '../domain/errors.ts';
import { recall } from '../domain/idempotency.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { currentNumber, type State } from '../domain/state.ts';
import type { RequestKey, Version } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';

export interface Outcome {
  readonly version: Version;
  /** `unchanged`: no version was made, because the current one is this draft already. */
  readonly outcome: 'created' | 'unchanged';
  /** The answer to an earlier request with the same idempotency key. */
  readonly replayed: boolean;
}

/** The answer that this request already got, or `null` if it is new. */
export async function replay(
  deps: Deps,
  request: RequestKey | null,
  state: State | null,
): Promise<Outcome | null> {
  if (state === null) return null;
  const remembered = recall(state.requests, request, deps.runtime.now());
  if (remembered === null) return null;
  const version = await findVersion(deps, state.pipeline, state, remembered.number);
  return { version, outcome: remembered.outcome, replayed: true };
}

/**
 * The outcome of `attempt`, unless it was refused and a twin with the same key has meanwhile succeeded: then the twin's.
 * A client that repeats a request which still runs must not be told that nothing was stored.
 */
export async function outcomeOf(
  deps: Deps,
  { pipeline, request }: { readonly pipeline: Pipeline; readonly request: RequestKey | null },
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await attempt();
  } catch (refusal) {
    if (request === null || !(refusal instanceof DomainError)) throw refusal;
    const answered = await replay(deps, request, await deps.versions.readState(pipeline));
    if (answered === null) throw refusal;
    return answered;
  }
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
