// Restore: the draft becomes a version's files again. S3 has no edit of many files at once, so this is one after
// another: a publish meanwhile can pin a draft that is half restored, and a save meanwhile stays or is replaced.
import pMap from 'p-map';
import { draftOf } from '../domain/draft.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { DraftFile } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import type { Version } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';
import { observeDraft } from './observe-draft.ts';
import { pinnedFilesMissing, readFilesThatAreThere } from './pinned-files.ts';
import { assertExpectedDraft } from './publishable.ts';
import { readDraft } from './read-draft.ts';

const PARALLEL_EDITS = 32;

export interface RestoreInput {
  readonly pipeline: Pipeline;
  /** The version to restore. */
  readonly target: number;
  /** Restore only over this fingerprint. */
  readonly expectedDraft?: string | undefined;
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
 * a check that fails has changed nothing.
 */
export async function restoreDraft(deps: Deps, input: RestoreInput): Promise<Restored> {
  const { pipeline, target } = input;
  const at = deps.runtime.now();
  const { state, files } = await readDraft(deps, pipeline);
  const record = await findVersion(deps, pipeline, state, target);
  assertExpectedDraft(pipeline, input.expectedDraft, draftOf(files, at));
  const version = { ...record, files: await readFilesThatAreThere(deps, pipeline, record) };

  // Copies first: at no time is a file gone that the version has.
  const written = await copyWhatDiffers(deps, pipeline, version, files);
  const removed = await removeWhatIsNot(deps, pipeline, version, files);
  return { target, written, removed, state: await observeDraft(deps, pipeline) };
}

async function copyWhatDiffers(
  deps: Deps,
  pipeline: Pipeline,
  version: Version,
  draft: readonly DraftFile[],
): Promise<readonly string[]> {
  const there = new Map(draft.map((file) => [file.path, file]));
  const differing = version.files.filter(({ path, etag, size }) => {
    const file = there.get(path);
    return file?.etag !== etag || file.size !== size;
  });
  const copy = async (pin: (typeof differing)[number]) => {
    if (!(await deps.files.copy(pipeline, pin))) throw pinnedFilesMissing(pipeline, version, [pin]);
    return pin.path;
  };
  return pMap(differing, copy, { concurrency: PARALLEL_EDITS });
}

async function removeWhatIsNot(
  deps: Deps,
  pipeline: Pipeline,
  version: Version,
  draft: readonly DraftFile[],
): Promise<readonly string[]> {
  const kept = new Set(version.files.map(({ path }) => path));
  const others = draft.map(({ path }) => path).filter((path) => !kept.has(path));
  const remove = async (path: string) => (await deps.files.remove(pipeline, path, {})).removed;
  const removed = await pMap(others, remove, { concurrency: PARALLEL_EDITS });
  return others.filter((_, index) => removed[index]);
}
