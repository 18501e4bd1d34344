// Where releases are written: objects below `releases/` of one bucket. Implemented by adapters/s3/releases.ts.
import type { Pipeline } from '../domain/pipeline.ts';
import type { ReleaseForm } from '../domain/release.ts';
import type { PinnedFile } from '../domain/snapshot.ts';

export interface Archive {
  /** Sorted by path. */
  readonly files: readonly PinnedFile[];
  /** Of every file in it. */
  readonly modifiedAt: Date;
}

/** Nothing that is there is written again. Every method throws `THROTTLED` or `UNAVAILABLE` when S3 does. */
export interface Releases {
  readonly form: ReleaseForm;
  readonly bucketName: string;

  has(key: string): Promise<boolean>;

  /** Copies a pinned file within S3. `false` if the pinned object is gone or archived. */
  copy(pipeline: Pipeline, file: PinnedFile, key: string): Promise<boolean>;

  /** Writes all of an archive or nothing. The files that are gone or archived: none if it is there. */
  archive(pipeline: Pipeline, archive: Archive, key: string): Promise<readonly PinnedFile[]>;

  putJson(key: string, body: unknown): Promise<void>;
}
