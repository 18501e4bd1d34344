// The versioned bucket, as the rules need it. Implemented by adapters/s3 and adapters/memory; one contract suite
// (test/contract/draft-files.test.ts) runs against both.
import type { Pipeline } from '../domain/pipeline.ts';
import type {
  DeletedFile,
  DraftFile,
  ListedFile,
  PinnedFile,
  S3VersionId,
  SavedFile,
} from '../domain/snapshot.ts';

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

/** One object version of a pipeline, or the current object where no version is named. Every PinnedFile is one. */
export interface FileRef {
  readonly path: string;
  readonly versionId?: S3VersionId | undefined;
}

export interface MissingFile extends PinnedFile {
  /** Where it is archived, such as `GLACIER`; `null` if it was deleted for good; left out if nobody looked. */
  readonly archivedIn?: string | null;
}

/** One object as it was read; its time may be cut to whole seconds. */
export interface StoredFile extends ListedFile {
  /** `null` if larger than `maxBytes`. */
  readonly bytes: Uint8Array | null;
}

export interface NewFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What must be current for an edit to happen. An empty condition always holds. */
export interface EditCondition {
  /** The ETag of the current object, without quotes. */
  readonly ifMatch?: string | undefined;
  /** No current object. */
  readonly ifNoneMatch?: '*' | undefined;
}

/** `current` is the object found instead, when the condition failed or later; `null` if there was none. */
export type WriteResult =
  | { readonly written: true; readonly file: SavedFile }
  | { readonly written: false; readonly current: SavedFile | null };

export type RemoveResult =
  | { readonly removed: true }
  | { readonly removed: false; readonly current: SavedFile | null };

/** Whether the bucket keeps what is replaced or deleted. */
export type Versioning = 'on' | 'suspended' | 'off';

/**
 * Edits (`write`, `remove`, `copy`) throw `BUCKET_NOT_VERSIONED` and do nothing where versioning is not on: they would
 * destroy what they replace. An adapter may know that it is on from up to 5 s before; an edit in that time may be
 * carried out, and then throws `BUCKET_NOT_VERSIONED` with `edited: true` in its details.
 *
 * Any method throws `THROTTLED` or `UNAVAILABLE` when the bucket does, and rejects if there is no bucket.
 */
export interface DraftFiles {
  /** The current objects with their version IDs; `null` if they changed so much meanwhile that no listing came out. */
  listDraft(pipeline: Pipeline, hints: ListHints): Promise<Listing | null>;

  /**
   * The current objects without version IDs: one request per 1,000 files, whatever their history. Reading stops soon
   * after MAX_COUNTED_FILES.
   */
  listContent(pipeline: Pipeline): Promise<readonly DraftFile[]>;

  /**
   * The pinned objects that cannot be read: deleted for good, or archived. An object behind a delete marker can be read.
   * The pins may still be on their way: the adapter lists meanwhile.
   */
  findMissing(
    pipeline: Pipeline,
    pins: readonly PinnedFile[] | Promise<readonly PinnedFile[]>,
  ): Promise<readonly MissingFile[]>;

  /**
   * A current file that no file system can hold beside this path: one at a folder of it, or one below it. `null` if there
   * is none. Others may save such a file in the next instant.
   */
  findEntangled(pipeline: Pipeline, path: string): Promise<string | null>;

  /**
   * The stored bytes, in one request. `null` if there is no such object or version, or if it is a delete marker or
   * archived. The bytes of an object larger than `maxBytes` are not transferred.
   */
  read(pipeline: Pipeline, file: FileRef, maxBytes: number): Promise<StoredFile | null>;

  /**
   * Makes the file the current object, in one atomic step, if the condition holds. Of writers that expect the same
   * object, or none, exactly one writes. A write whose answer was lost is found again by its own mark, on top or among the
   * old versions, and reported as written. `written: false` means that it was not stored. Throws `UNAVAILABLE` where a
   * try went unanswered and nothing is found: it may still be stored. After any error it may have happened or not.
   */
  write(pipeline: Pipeline, file: NewFile, condition: EditCondition): Promise<WriteResult>;

  /**
   * Puts a delete marker on top of the current object, if there is one and it has this ETag. One atomic step where the
   * bucket has conditional deletes; elsewhere the ETag is looked at just before, and a save in between is deleted, too.
   * Old versions stay. Of deletes at the same time, more than one may report `removed`. Throws `UNAVAILABLE` where a try
   * went unanswered and another object is there by the next one: the marker may lie below it.
   */
  remove(pipeline: Pipeline, path: string, condition: Pick<EditCondition, 'ifMatch'>): Promise<RemoveResult>;

  /**
   * Makes a copy of the pinned object the current one, whatever is current now, with the pin's ETag, size, content type
   * and user metadata. `false` if the pinned object is gone: then nothing is written. Repeating it makes another copy.
   */
  copy(pipeline: Pipeline, pin: PinnedFile): Promise<boolean>;

  /** A URL that reads exactly this object version, valid for `seconds`. No request. */
  presign(pipeline: Pipeline, file: PinnedFile, seconds: number): Promise<string>;

  /** As the bucket says now, in one request. Rejects if it cannot be reached. */
  versioning(): Promise<Versioning>;
}
