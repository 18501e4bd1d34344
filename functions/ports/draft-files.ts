// The versioned bucket, as the rules need it. Implemented by adapters/s3 and adapters/memory; one contract suite
// (test/contract/draft-files.ts) runs against both.
import type { Pipeline } from '../domain/pipeline.ts';
import type { DeletedFile, DraftFile, ListedFile, PinnedFile } from '../domain/snapshot.ts';

/**
 * One reading of the draft, sorted by path. Not atomic: each file was current at some moment of the reading. Folder
 * placeholders are left out. Reading stops soon after MAX_FILES files: a longer listing is cut, but still longer than
 * MAX_FILES, and its version IDs are not to be used.
 */
export interface Listing {
  readonly files: readonly ListedFile[];
  /**
   * Files that are not there because they were deleted. Empty where the reading cannot see them: S3's list of current
   * objects does not show them, so an adapter that needs it, for a draft of mostly old versions, cannot tell that a
   * file was made and deleted since an earlier reading.
   */
  readonly deleted: readonly DeletedFile[];
  /** The adapter's own notes; hand the listing to the next `listDraft` of the same request. */
  readonly notes?: unknown;
}

export interface ListHints {
  /** Pins already known, usually the current version's. Asked for only if needed. */
  readonly known: () => Promise<readonly PinnedFile[]>;
  readonly previous?: Listing | null;
}

/** Any method throws `THROTTLED` or `UNAVAILABLE` when the bucket does. */
export interface DraftFiles {
  /** The current objects with their version IDs; `null` if they changed so much meanwhile that no listing came out. */
  listDraft(pipeline: Pipeline, hints: ListHints): Promise<Listing | null>;

  /** The current objects without version IDs: one request per 1,000 files, whatever their history. */
  listContent(pipeline: Pipeline): Promise<readonly DraftFile[]>;

  /** Those of the pinned objects that are gone for good. Objects behind a delete marker are still there. */
  findMissing(pipeline: Pipeline, files: readonly PinnedFile[]): Promise<readonly PinnedFile[]>;

  /** A URL that reads exactly this object version, valid for `seconds`. No request. */
  presign(pipeline: Pipeline, file: PinnedFile, seconds: number): Promise<string>;

  /** Rejects if the bucket cannot be reached. */
  check(): Promise<void>;
}
