// Exactly once with a key (docs/design.md): where to find the version that this request, or a twin with the same key, made.
// A version's number is recorded with its key before it is superseded. So the version is the current one of a state, or,
// if it was superseded before that state was read, its number is with the key by then. Read the state first and the key
// second: in the other order, a version that is superseded in between is missed.
import { DomainError, type ErrorCode } from '../domain/errors.ts';
import { assertSameInput, claimOf, isMadeBy, type RememberedKey } from '../domain/idempotency.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { State } from '../domain/state.ts';
import type { RequestKey, VersionRecord } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { readVersionRecord } from './find-version.ts';
import { type Outcome, outcomeWith } from './outcome.ts';
import { withFiles } from './version-files.ts';

/** The current version, if this request made it. Throws `IDEMPOTENCY_KEY_REUSED`. */
export async function replayCurrent(
  deps: Deps,
  pipeline: Pipeline,
  request: RequestKey | null,
  state: State | null,
): Promise<Outcome | null> {
  const current = state?.current ?? null;
  if (current === null || !isMadeBy(current.request, request, deps.runtime.now())) return null;
  return replayed(deps, pipeline, current);
}

/** A superseded version, if this request made it. Throws `IDEMPOTENCY_KEY_REUSED`. */
export async function replaySuperseded(
  deps: Deps,
  pipeline: Pipeline,
  request: RequestKey | null,
  remembered: RememberedKey | null,
): Promise<Outcome | null> {
  if (request === null || remembered === null) return null;
  assertSameInput(remembered.claim, request);
  if (remembered.number === null) return null;
  // The number is recorded while its version is still current: it might not be in history yet.
  return replayed(deps, pipeline, await readVersionRecord(deps, pipeline, remembered.number));
}

/** Claims the key, or finds what is remembered of it. */
export async function claimKey(
  deps: Deps,
  pipeline: Pipeline,
  request: RequestKey | null,
): Promise<RememberedKey | null> {
  if (request === null) return null;
  const now = deps.runtime.now();
  return deps.versions.claimKey(pipeline, claimOf(request, now), now);
}

export async function readKey(
  deps: Deps,
  pipeline: Pipeline,
  request: RequestKey | null,
): Promise<RememberedKey | null> {
  return request && deps.versions.readKey(pipeline, request.key, deps.runtime.now());
}

/**
 * The outcome of `attempt`, unless it was refused and a twin with the same key has succeeded meanwhile: then the twin's.
 * A client that repeats a request which still runs must not read that nothing was stored.
 */
export async function outcomeOf(
  deps: Deps,
  { pipeline, request }: { readonly pipeline: Pipeline; readonly request: RequestKey | null },
  attempt: () => Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await attempt();
  } catch (refusal) {
    if (request === null || !isAnyOf(refusal) || isAnyOf(refusal, 'IDEMPOTENCY_KEY_REUSED')) throw refusal;
    const answered = await lookAgain(deps, pipeline, request);
    if (answered === null) throw refusal;
    return answered;
  }
}

/** `null` also if the store does not answer: then the refusal, which is clear, is the better answer. */
async function lookAgain(deps: Deps, pipeline: Pipeline, request: RequestKey): Promise<Outcome | null> {
  try {
    const state = await deps.versions.readState(pipeline);
    const current = await replayCurrent(deps, pipeline, request, state);
    if (current !== null) return current;
    return await replaySuperseded(deps, pipeline, request, await readKey(deps, pipeline, request));
  } catch (failure) {
    if (isAnyOf(failure, 'THROTTLED', 'UNAVAILABLE')) return null;
    throw failure;
  }
}

function isAnyOf(failure: unknown, ...codes: readonly ErrorCode[]): boolean {
  return failure instanceof DomainError && (codes.length === 0 || codes.includes(failure.code));
}

async function replayed(deps: Deps, pipeline: Pipeline, record: VersionRecord): Promise<Outcome> {
  const version = await withFiles(deps, pipeline, record);
  return outcomeWith(version, { outcome: 'created', replayed: true });
}
