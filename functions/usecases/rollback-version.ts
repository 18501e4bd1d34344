// Rollback: publish an old snapshot again as a new version. The draft is not touched. The protocol is in
// docs/design.md, "Rollback".
import { reportFrom } from '../domain/checks/report.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import type { ClaimedKey, RequestKey, VersionRecord } from '../domain/version.ts';
import { type Attempts, startAttempts, versionConflict } from './attempts.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';
import { type Freezing, passFreezes } from './freezing.ts';
import { makeVisible, supersede } from './make-visible.ts';
import { assertExpectedVersion, type Outcome } from './outcome.ts';
import { startOwnCheck } from './own-check.ts';
import { readFilesThatAreThere } from './pinned-files.ts';
import { claimKey, outcomeOf, replayCurrent, replaySuperseded } from './replay.ts';

export interface RollbackInput {
  readonly pipeline: Pipeline;
  /** The version to publish again. */
  readonly target: number;
  /** `Rollback to version {target}` by default. */
  readonly message?: string | undefined;
  readonly createdBy: string | null;
  readonly createdBySubject?: string | null | undefined;
  readonly expectedVersion?: number | undefined;
  /** Roll back although the deployment's own check refuses or does not answer; the version keeps saying so. */
  readonly allowFailedChecks?: boolean | undefined;
  /** As of a publish. */
  readonly overridesFreeze?: boolean | undefined;
  readonly request: RequestKey | null;
}

/**
 * 3 rounds when nothing disturbs it: 1 S3 request while a list page holds the pipeline's object versions, and 6 DynamoDB
 * requests, plus those that a key takes as in a publish. It reads no file, and keeps what the target's checks said: it has
 * to work when all is on fire. The deployment's own check, if there is one, is asked; `allowFailedChecks` passes it.
 * Throws what docs/api.md lists for `rollbackVersion`; a refusal made no version.
 */
export function rollbackVersion(deps: Deps, input: RollbackInput): Promise<Outcome> {
  return outcomeOf(deps, input, () => rollbackUntilDecided(deps, input));
}

async function rollbackUntilDecided(deps: Deps, input: RollbackInput): Promise<Outcome> {
  const { pipeline, request, overridesFreeze = false } = input;
  const attempts = startAttempts(deps.runtime, () => versionConflict(pipeline));
  const [state, archived, ofNamespace] = await Promise.all([
    deps.versions.readState(pipeline),
    deps.versions.readArchived(pipeline, input.target),
    deps.versions.readNamespaceFreeze(pipeline.namespace),
  ]);
  const current = await replayCurrent(deps, pipeline, request, state);
  if (current !== null) return current;
  const freezing = { pipeline, ofNamespace, overrides: overridesFreeze };
  passFreezes(freezing, state, deps.runtime.now());
  assertExpectedVersion(pipeline, input.expectedVersion, state);

  const target = archived ?? (await findVersion(deps, pipeline, state, input.target));
  const [files, remembered] = await Promise.all([
    readFilesThatAreThere(deps, pipeline, target),
    claimKey(deps, pipeline, request),
    supersede(deps, state),
  ]);
  const superseded = await replaySuperseded(deps, pipeline, request, remembered);
  return (
    superseded ??
    rollBack(deps, attempts, input, {
      state,
      target,
      files,
      claim: remembered?.claim ?? null,
      freezing,
    })
  );
}

interface Prepared {
  readonly state: State | null;
  readonly target: VersionRecord;
  readonly files: readonly PinnedFile[];
  readonly claim: ClaimedKey | null;
  readonly freezing: Freezing;
}

async function rollBack(
  deps: Deps,
  attempts: Attempts,
  input: RollbackInput,
  { state, target, files, claim, freezing }: Prepared,
): Promise<Outcome> {
  const { pipeline, createdBy, createdBySubject = null, expectedVersion } = input;
  const { allowFailedChecks = false } = input;
  const { snapshot, fingerprint, fileCount, sourceType, source } = target;
  const message = input.message ?? `Rollback to version ${target.number}`;
  const report = await startOwnCheck(deps, attempts)(
    {
      ...{ pipeline, message, createdBy, rollbackOf: target.number },
      ...{ snapshotId: snapshot.id, fingerprint, source, files },
    },
    reportFrom(target.checks),
    allowFailedChecks,
  );
  const content = {
    id: deps.runtime.newVersionId(),
    message,
    createdBy,
    createdBySubject,
    request: claim,
    rollbackOf: target.number,
    ...{ snapshot, fingerprint, fileCount, sourceType, source, checks: report.verdict },
  };
  // An old snapshot stays the same old snapshot: a rollback may follow whatever came in between.
  const mayFollow = () => true;
  const publication = { pipeline, content, files, expectedVersion, freezing, mayFollow };
  const outcome = await makeVisible(deps, attempts, publication, state);
  if (outcome === null) throw new Error(`the state of ${displayName(pipeline)} vanished during a rollback`);
  return outcome.replayed ? outcome : { ...outcome, report };
}
