// The draft and comparisons as they go over the wire (the shapes of replies.ts).
import { changesByPath, type FileChange } from '../domain/comparison.ts';
import { isDraftDirty } from '../domain/draft.ts';
import { keyPrefix, type Pipeline } from '../domain/pipeline.ts';
import type { ListedFile } from '../domain/snapshot.ts';
import type { Compared, Comparison } from '../usecases/compare-versions.ts';
import type { DraftBesideCurrent } from '../usecases/read-draft.ts';
import type { Patched } from '../usecases/read-patches.ts';
import { presentPatch } from './patches.ts';
import { presentWarnings } from './present.ts';

export function presentDraft(pipeline: Pipeline, { state, draft, files, pins }: DraftBesideCurrent) {
  const current = state?.current ?? null;
  const changes = changesByPath<ListedFile>(pins, files);
  return {
    fingerprint: draft.fingerprint,
    file_count: draft.fileCount,
    current_version: current?.number ?? null,
    draft_dirty: isDraftDirty(draft, current),
    files: changes.map((change) => presentDraftFile(pipeline, change)),
    ...presentWarnings(files),
  };
}

function presentDraftFile(pipeline: Pipeline, { path, change, from, to }: FileChange<ListedFile>) {
  const file = (to ?? from) as ListedFile; // one of them is there
  const key = keyPrefix(pipeline) + path;
  return { ...presentFile(file), key, last_modified: new Date(file.lastModified).toISOString(), change };
}

/** `patches`, if they were asked for, in the order of the files that changed; what is not there did not fit. */
export function presentComparison(
  { from, to, changes, summary }: Comparison,
  patches: readonly Patched[] | null,
) {
  const files = changes.map(({ path, change, from, to }, index) => ({
    path,
    change,
    from: from && presentFile(from),
    to: to && presentFile(to),
    ...(patches && presentPatch(patches[index])),
  }));
  return { from: presentSide(from), to: presentSide(to), files, summary };
}

function presentSide({ kind, number, fingerprint, files }: Compared) {
  return { kind, version_number: number, fingerprint, file_count: files.length };
}

function presentFile({ path, versionId, etag, size }: ListedFile) {
  return { path, version_id: versionId, etag, size };
}
