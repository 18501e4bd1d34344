// Restore: the draft becomes a version's files again. S3 has no edit of many files at once, so this is one after
// another: a publish meanwhile can pin a draft that is half restored, and a save meanwhile stays or is replaced.
import { draftOf } from '../domain/draft.ts';
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { DraftFile, PinnedFile } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import type { Version } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { type Edited, editFiles, NOTHING_EDITED } from './edit-files.ts';
import { findHidden } from './find-hidden.ts';
import { findVersion } from './find-version.ts';
import { passFreezes } from './freezing.ts';
import { observeDraft } from './observe-draft.ts';
import { pinnedFilesMissing, readFilesThatAreThere } from './pinned-files.ts';
import { assertExpectedDraft } from './publishable.ts';
import { type ContentFile, readDraftOfAnySize } from './read-draft.ts';

export interface RestoreInput {
  readonly pipeline: Pipeline;
  /** The version to restore. */
  readonly target: number;
  /** Restore only over this fingerprint. */
  readonly expectedDraft?: string | undefined;
  /** Restore although the pipeline or its namespace is frozen. */
  readonly overridesFreeze?: boolean | undefined;
}

export interface Restored {
  readonly target: number;
  /** Paths, sorted. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** With the draft as it was observed afterwards. */
  readonly state: State;
}

/**
 * Edits only what differs, so a call that was cut off is finished by the next one. Old versions of the files stay:
 * publish first, and the restore can be undone by another. Throws the errors that docs/api.md lists for `restoreDraft`;
 * a check that fails has changed nothing, and an edit that fails names in its details what was edited before.
 */
export async function restoreDraft(deps: Deps, input: RestoreInput): Promise<Restored> {
  const { pipeline, target, overridesFreeze = false } = input;
  const at = deps.runtime.now();
  const [{ state, files }, ofNamespace] = await Promise.all([
    readDraftOfAnySize(deps, pipeline),
    deps.versions.readNamespaceFreeze(pipeline.namespace),
  ]);
  passFreezes({ pipeline, ofNamespace, overrides: overridesFreeze }, state, deps.runtime.now());
  const record = await findVersion(deps, pipeline, state, target);
  assertExpectedDraft(pipeline, input.expectedDraft, draftOf(files, at));
  const version = { ...record, files: await readFilesThatAreThere(deps, pipeline, record) };

  if (!overridesFreeze) await assertNotFrozen(deps, pipeline);
  // Copies first: at no time is a file gone that the version has.
  const copied = await copyWhatDiffers(deps, pipeline, version, files);
  const removed =
    copied.failure === undefined ? await removeWhatIsNot(deps, pipeline, version, files) : NOTHING_EDITED;
  const edited = { written: copied.done.map(({ path }) => path), removed: removed.done };
  const failure = copied.failure ?? removed.failure;
  if (failure !== undefined) throw stoppedHalfWay(pipeline, target, edited, failure);
  const looked = await lookAfterwards(deps, pipeline, version, edited.written).catch((failure) => {
    throw stoppedHalfWay(pipeline, target, edited, failure);
  });
  if (looked.hidden.length > 0) throw notListed(pipeline, target, edited, looked.hidden);
  return { target, ...edited, state: looked.state };
}

/** S3 knows nothing of freezes: one that comes after this is not seen by the edits that follow. Throws `FROZEN`. */
async function assertNotFrozen(deps: Deps, pipeline: Pipeline): Promise<void> {
  const [state, ofNamespace] = await Promise.all([
    deps.versions.readState(pipeline),
    deps.versions.readNamespaceFreeze(pipeline.namespace),
  ]);
  passFreezes({ pipeline, ofNamespace, overrides: false }, state, deps.runtime.now());
}

/** `hidden`: files that were written and that the bucket does not list. */
async function lookAfterwards(
  deps: Deps,
  pipeline: Pipeline,
  version: Version,
  written: readonly string[],
): Promise<{ readonly state: State; readonly hidden: readonly string[] }> {
  const state = await observeDraft(deps, pipeline);
  const isAsPublished = state.draft.fingerprint === version.fingerprint;
  return { state, hidden: isAsPublished ? [] : await findHidden(deps, pipeline, written) };
}

function copyWhatDiffers(
  deps: Deps,
  pipeline: Pipeline,
  version: Version,
  draft: readonly ContentFile[],
): Promise<Edited<PinnedFile>> {
  const there = new Map(draft.map((file) => [file.path, file]));
  const differing = version.files.filter(({ path, etag, size }) => {
    const file = there.get(path);
    // What was saved while the bucket was not versioned cannot be pinned, whatever its content.
    return file?.etag !== etag || file.size !== size || file.versionId === null;
  });
  return editFiles(differing, async (pin) => {
    if (!(await deps.files.copy(pipeline, pin))) throw pinnedFilesMissing(pipeline, version, [pin]);
    return true;
  });
}

function removeWhatIsNot(
  deps: Deps,
  pipeline: Pipeline,
  version: Version,
  draft: readonly DraftFile[],
): Promise<Edited<string>> {
  const kept = new Set(version.files.map(({ path }) => path));
  const others = draft.map(({ path }) => path).filter((path) => !kept.has(path));
  return editFiles(others, async (path) => (await deps.files.remove(pipeline, path, {})).removed);
}

/** The failure itself if nothing was edited; else with what was. Edits that had begun have ended. */
function stoppedHalfWay(
  pipeline: Pipeline,
  target: number,
  { written, removed }: Pick<Restored, 'written' | 'removed'>,
  failure: unknown,
): unknown {
  if (written.length + removed.length === 0) return failure;
  const { code, message, details } = failure instanceof DomainError ? failure : INTERNAL;
  return new DomainError(
    code,
    `The draft of ${displayName(pipeline)} became version ${target} in part: files written: ${written.length}, removed: ${removed.length}. Restore it again to finish. ${message}`,
    { ...details, written, removed },
    failure,
  );
}

function notListed(
  pipeline: Pipeline,
  target: number,
  edited: Pick<Restored, 'written' | 'removed'>,
  paths: readonly string[],
): DomainError {
  return new DomainError(
    'PATH_CONFLICT',
    `All files of version ${target} are in the bucket, but it does not list ${paths.join(', ')}: a file that stands at a folder of theirs, or stood there and was deleted, hides them. The next version of ${displayName(pipeline)} would be without them. Ask those who run the bucket to remove all versions of that file, then restore again.`,
    { paths, ...edited },
  );
}

const INTERNAL = {
  code: 'INTERNAL',
  message: 'Something went wrong on our side.',
  details: undefined,
} as const;
