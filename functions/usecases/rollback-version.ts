// Rollback: publish an old snapshot again as a new version. The draft is not touched. The protocol is in
// docs/design.md, "Rollback".
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { State } from '../domain/state.ts';
import type { RequestKey, Version } from '../domain/version.ts';
import { type Attempts, startAttempts, versionConflict } from './attempts.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';
import { archiveCurrent, makeVisible } from './make-visible.ts';
import { assertExpectedVersion, type Outcome, outcomeOf, replay } from './outcome.ts';
import { assertAllThere } from './pinned-files.ts';

export interface RollbackInput {
  readonly pipeline: Pipeline;
  /** The version to publish again. */
  readonly target: number;
  /** `Rollback to version {target}` by default. */
  readonly message?: string | undefined;
  readonly createdBy: string | null;
  readonly expectedVersion?: number | undefined;
  readonly request: RequestKey | null;
}

/** Throws what docs/api.md lists for `rollbackVersion`; a refusal made no version. */
export function rollbackVersion(deps: Deps, input: RollbackInput): Promise<Outcome> {
  return outcomeOf(deps, input, () => rollbackUntilDecided(deps, input));
}

async function rollbackUntilDecided(deps: Deps, input: RollbackInput): Promise<Outcome> {
  const { pipeline } = input;
  const attempts = startAttempts(deps.runtime, () => versionConflict(pipeline));
  const state = await deps.versions.readState(pipeline);
  const answered = await replay(deps, input.request, state);
  if (answered !== null) return answered;
  assertExpectedVersion(pipeline, input.expectedVersion, state);

  const target = await findVersion(deps, pipeline, state, input.target);
  await Promise.all([assertAllThere(deps, pipeline, target), archiveCurrent(deps, state)]);
  return rollBack(deps, attempts, input, target, state);
}

async function rollBack(
  deps: Deps,
  attempts: Attempts,
  input: RollbackInput,
  target: Version,
  state: State | null,
): Promise<Outcome> {
  const { pipeline, createdBy, request, expectedVersion } = input;
  const content = {
    id: deps.runtime.newVersionId(),
    message: input.message ?? `Rollback to version ${target.number}`,
    createdBy,
    request,
    files: target.files,
    rollbackOf: target.number,
  };
  // An old snapshot stays the same old snapshot: a rollback may follow whatever came in between.
  const mayFollow = () => true;
  const outcome = await makeVisible(deps, attempts, { pipeline, content, expectedVersion, mayFollow }, state);
  if (outcome === null) throw new Error(`the state of ${displayName(pipeline)} vanished during a rollback`);
  return outcome;
}
