// The draft as it is in the bucket at this moment, and the current version beside it. Writes nothing.
import { type Draft, draftOf } from '../domain/draft.ts';
import { DomainError } from '../domain/errors.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { DraftFile, ListedFile, PinnedFile, S3VersionId } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import { startAttempts } from './attempts.ts';
import type { Deps } from './deps.ts';
import { assertNotTooMany, pipelineNotFound } from './publishable.ts';
import { draftChanging } from './settle-draft.ts';
import { filesOfCurrent } from './version-files.ts';

export interface LiveDraft {
  readonly state: State | null;
  readonly draft: Draft;
  /** Sorted by path. */
  readonly files: readonly ListedFile[];
}

/** The draft, and the pins of the current version that it is compared with; none without one. */
export interface DraftBesideCurrent extends LiveDraft {
  readonly pins: readonly PinnedFile[];
}

/**
 * One read of the state and one list, side by side; each file is as it was at some moment of the list. Throws
 * `PIPELINE_NOT_FOUND` if there is neither a file nor a version, `DRAFT_TOO_LARGE` and `DRAFT_CHANGING`.
 */
export function readDraft(deps: Deps, pipeline: Pipeline): Promise<LiveDraft> {
  const reading = deps.versions.readState(pipeline);
  return listBeside(deps, pipeline, reading, filesOfCurrent(deps, pipeline, reading));
}

/** The same with the files of the current version, which are read while the draft is listed. */
export async function readDraftBesideCurrent(deps: Deps, pipeline: Pipeline): Promise<DraftBesideCurrent> {
  const reading = deps.versions.readState(pipeline);
  const known = filesOfCurrent(deps, pipeline, reading);
  const [live, pins] = await Promise.all([listBeside(deps, pipeline, reading, known), known()]);
  return { ...live, pins };
}

async function listBeside(
  deps: Deps,
  pipeline: Pipeline,
  reading: Promise<State | null>,
  known: () => Promise<readonly PinnedFile[]>,
): Promise<LiveDraft> {
  const at = deps.runtime.now();
  const [state, files] = await Promise.all([reading, listNow(deps, pipeline, known)]);
  if (files.length === 0 && !state?.current) throw pipelineNotFound(pipeline);
  return { state, draft: draftOf(files, at), files };
}

export interface ContentFile extends DraftFile {
  /** `null`: saved while the bucket was not versioned; left out where nobody looked. */
  readonly versionId?: S3VersionId | null;
}

/** As `readDraft`, also of more files than a version may pin: what brings such a draft back has to read it. */
export async function readDraftOfAnySize(
  deps: Deps,
  pipeline: Pipeline,
): Promise<Omit<LiveDraft, 'files'> & { readonly files: readonly ContentFile[] }> {
  try {
    return await readDraft(deps, pipeline);
  } catch (failure) {
    if (!(failure instanceof DomainError) || failure.code !== 'DRAFT_TOO_LARGE') throw failure;
  }
  const at = deps.runtime.now();
  const [state, files] = await Promise.all([
    deps.versions.readState(pipeline),
    deps.files.listContent(pipeline),
  ]);
  return { state, draft: draftOf(files, at), files };
}

async function listNow(
  deps: Deps,
  pipeline: Pipeline,
  known: () => Promise<readonly PinnedFile[]>,
): Promise<readonly ListedFile[]> {
  const { now } = deps.runtime;
  const began = now().getTime();
  let lists = 0;
  const giveUp = () => draftChanging(pipeline, lists, now().getTime() - began);
  for (const attempts = startAttempts(deps.runtime, giveUp); ; await attempts.again()) {
    const listing = await deps.files.listDraft(pipeline, { known });
    lists += 1;
    assertNotTooMany(pipeline, listing);
    if (listing !== null) return listing.files;
  }
}
