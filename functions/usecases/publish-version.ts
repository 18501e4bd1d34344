// Publish: pin the draft as it stood at one instant under the next version number. The protocol is in docs/design.md,
// "Publish".
import type { Report } from '../domain/checks/report.ts';
import { draftOf } from '../domain/draft.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import {
  fingerprintOf,
  type PinnedFile,
  type Snapshot,
  type StoredSnapshot,
  samePins,
  snapshotOf,
} from '../domain/snapshot.ts';
import { currentNumber, type State } from '../domain/state.ts';
import { type RequestKey, summaryOfFiles, type VersionId, type VersionRecord } from '../domain/version.ts';
import type { Listing } from '../ports/draft-files.ts';
import { type Attempts, startAttempts, versionConflict } from './attempts.ts';
import { type Base, type CheckFiles, startChecks } from './check-files.ts';
import type { Deps } from './deps.ts';
import { passFreezes } from './freezing.ts';
import { makeVisible, supersede } from './make-visible.ts';
import { assertExpectedVersion, type Outcome, outcomeWith } from './outcome.ts';
import { type AskOwnCheck, startOwnCheck } from './own-check.ts';
import { assertChecked, assertExpectedDraft, assertPublishable, publishablePins } from './publishable.ts';
import { claimKey, outcomeOf, replayCurrent, replaySuperseded } from './replay.ts';
import { settleDraft } from './settle-draft.ts';
import { filesOfCurrent } from './version-files.ts';

export interface PublishInput {
  readonly pipeline: Pipeline;
  readonly message: string;
  readonly createdBy: string | null;
  readonly createdBySubject?: string | null | undefined;
  /** Publish only on top of this number; 0: never published. */
  readonly expectedVersion?: number | undefined;
  /** Publish only this fingerprint. */
  readonly expectedDraft?: string | undefined;
  /** Answer with the current version, making none, if it is this draft already. */
  readonly skipUnchanged?: boolean | undefined;
  /** Publish although the pipeline or its namespace is frozen, and record it. */
  readonly overridesFreeze?: boolean | undefined;
  /** Publish although checks find errors, or the deployment's own does not answer; the version keeps saying so. */
  readonly allowFailedChecks?: boolean | undefined;
  readonly request: RequestKey | null;
}

/**
 * 3 rounds when nothing disturbs it: 2 S3 requests, and one for each text that checks read; 5 DynamoDB requests, one more
 * if this publish has a key, and one more if the version that it supersedes had one. A process that has not made that
 * version reads its pins, in one request and round more, if the draft differs from it. Throws what
 * docs/api.md lists for `publishVersion`; a refusal made
 * no version. Repeating a request that was cut off is safe with the same `request`.
 */
export function publishVersion(deps: Deps, input: PublishInput): Promise<Outcome> {
  return outcomeOf(deps, input, () => publishUntilDecided(deps, input));
}

async function publishUntilDecided(deps: Deps, input: PublishInput): Promise<Outcome> {
  const id = deps.runtime.newVersionId();
  const attempts = startAttempts(deps.runtime, () => versionConflict(input.pipeline));
  const check = startChecks(deps, input.pipeline);
  const askOwn = startOwnCheck(deps, attempts);
  for (;;) {
    const outcome = await publishOnce(deps, attempts, { check, askOwn }, { ...input, id });
    if (outcome !== null) return outcome;
    await attempts.again();
  }
}

async function publishOnce(
  deps: Deps,
  attempts: Attempts,
  { check, askOwn }: { readonly check: CheckFiles; readonly askOwn: AskOwnCheck },
  input: PublishInput & { readonly id: VersionId },
): Promise<Outcome | null> {
  const { pipeline, id, message, createdBy, createdBySubject = null, request } = input;
  const {
    expectedVersion,
    skipUnchanged = false,
    allowFailedChecks = false,
    overridesFreeze = false,
  } = input;
  const reading = deps.versions.readState(pipeline);
  const known = filesOfCurrent(deps, pipeline, reading);
  const [state, first, ofNamespace] = await Promise.all([
    reading,
    deps.files.listDraft(pipeline, { known }),
    deps.versions.readNamespaceFreeze(pipeline.namespace),
  ]);

  const current = await replayCurrent(deps, pipeline, request, state);
  if (current !== null) return current;
  const freezing = { pipeline, ofNamespace, overrides: overridesFreeze };
  passFreezes(freezing, state, deps.runtime.now());
  assertExpectedVersion(pipeline, expectedVersion, state);

  const expected = expectedPins(input, state, first);
  const base: Base | null = state?.current ? { current: state.current, pins: known } : null;
  const [settled, stored, checked, remembered] = await Promise.all([
    settleDraft(deps, pipeline, { known, first, left: attempts.left }),
    expected && ensureStored(deps, pipeline, snapshotOf(expected), state?.current?.snapshot ?? null),
    expected && check(expected, base),
    claimKey(deps, pipeline, request),
    supersede(deps, state),
  ]);
  const superseded = await replaySuperseded(deps, pipeline, request, remembered);
  if (superseded !== null) return superseded;

  const files = assertPublishable(pipeline, state, settled.files);
  const draft = draftOf(files, settled.at);
  assertExpectedDraft(pipeline, input.expectedDraft, draft);
  if (skipUnchanged && state?.current?.fingerprint === draft.fingerprint) {
    return answerUnchanged(deps, pipeline, state.current, known);
  }

  const built = checked && expected && samePins(expected, files) ? checked : await check(files, base);
  assertChecked(pipeline, allowFailedChecks, built);

  const snapshot = await ensureStored(deps, pipeline, snapshotOf(files), stored);
  const summary = summaryOfFiles(files);
  const { fingerprint, source } = summary;
  const report = await askOwn(
    {
      ...{ pipeline, message, createdBy, rollbackOf: null },
      ...{ snapshotId: snapshot.id, fingerprint, source, files },
    },
    built,
    allowFailedChecks,
  );
  const content = {
    id,
    message,
    createdBy,
    createdBySubject,
    request: remembered?.claim ?? null,
    rollbackOf: null,
    snapshot,
    checks: report.verdict,
    ...summary,
  };
  // A rollback in between may not be followed: this publish saw the draft before it, and would undo it with older files.
  const mayFollow = (newest: VersionRecord) =>
    newest.rollbackOf === null && newest.snapshot.id === snapshot.id && !skipUnchanged;
  const publication = { pipeline, content, files, draft, expectedVersion, freezing, mayFollow };
  return reported(deps, await makeVisible(deps, attempts, publication, state), report);
}

/** A replay answers with the version of a twin, whose findings nobody keeps. */
function reported({ recentPins }: Deps, outcome: Outcome | null, report: Report): Outcome | null {
  if (outcome === null) return null;
  recentPins?.add(outcome.version.snapshot.id, outcome.version.files);
  return outcome.replayed ? outcome : { ...outcome, report };
}

/** What was listed first, which the second list nearly always confirms; `null` if it will not be published. */
function expectedPins(
  { pipeline, skipUnchanged, expectedDraft }: PublishInput,
  state: State | null,
  first: Listing | null,
): readonly PinnedFile[] | null {
  const files = publishablePins(pipeline, first);
  if (files === null) return null;
  const current = state?.current ?? null;
  if (expectedDraft !== undefined && fingerprintOf(files) !== expectedDraft) return null;
  if (skipUnchanged && fingerprintOf(files) === current?.fingerprint) return null;
  return files;
}

async function ensureStored(
  deps: Deps,
  pipeline: Pipeline,
  snapshot: Snapshot,
  stored: StoredSnapshot | null,
): Promise<StoredSnapshot> {
  return stored?.id === snapshot.id ? stored : deps.versions.storeSnapshot(pipeline, snapshot);
}

/**
 * The draft is version n, but is n still the current one? The number never goes back, so a second reading of n, made
 * after the lists, settles it. Nothing is remembered: a repetition with the same key looks again.
 */
async function answerUnchanged(
  deps: Deps,
  pipeline: Pipeline,
  current: VersionRecord,
  readFiles: () => Promise<readonly PinnedFile[]>,
): Promise<Outcome | null> {
  const [now, files] = await Promise.all([deps.versions.readState(pipeline), readFiles()]);
  if (currentNumber(now) !== current.number) return null;
  return outcomeWith({ ...current, files }, { outcome: 'unchanged', replayed: false });
}
