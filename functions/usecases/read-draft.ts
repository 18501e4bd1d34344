// The draft as it is in the bucket at this moment, and the current version beside it. Writes nothing.
import { type Draft, draftOf } from '../domain/draft.ts';
import type { Pipeline } from '../domain/pipeline.ts';
import type { ListedFile, PinnedFile } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import type { Deps } from './deps.ts';
import { assertNotTooMany, pipelineNotFound } from './publishable.ts';
import { draftChanging, MOST_LISTS } from './settle-draft.ts';

export interface LiveDraft {
  readonly state: State | null;
  readonly draft: Draft;
  /** Sorted by path. */
  readonly files: readonly ListedFile[];
}

/**
 * One read of the state and one list, side by side; each file is as it was at some moment of the list. Throws
 * `PIPELINE_NOT_FOUND` if there is neither a file nor a version, `DRAFT_TOO_LARGE` and `DRAFT_CHANGING`.
 */
export async function readDraft(deps: Deps, pipeline: Pipeline): Promise<LiveDraft> {
  const reading = deps.versions.readState(pipeline);
  const at = deps.runtime.now();
  const known = async () => (await reading)?.current?.files ?? [];
  const [state, files] = await Promise.all([reading, listNow(deps, pipeline, known)]);
  if (files.length === 0 && !state?.current) throw pipelineNotFound(pipeline);
  return { state, draft: draftOf(files, at), files };
}

async function listNow(
  deps: Deps,
  pipeline: Pipeline,
  known: () => Promise<readonly PinnedFile[]>,
): Promise<readonly ListedFile[]> {
  for (let lists = 1; lists <= MOST_LISTS; lists++) {
    const listing = await deps.files.listDraft(pipeline, { known });
    assertNotTooMany(pipeline, listing);
    if (listing !== null) return listing.files;
  }
  throw draftChanging(pipeline);
}
