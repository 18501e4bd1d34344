// The records of a multipart upload until it is completed or aborted.
import type { ChecksumAlgorithm } from '../payload/checksums.ts';
import type { Checksum, ObjectHeaders, StoredBody } from '../records.ts';

/** How the checksum of the whole object is to be made: over its bytes, or over the parts' checksums. */
export interface ChecksumPlan {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: Checksum['type'];
}

export interface UploadRecord {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly initiatedAt: number;
  /** Its begin in the history of the store; missing if an earlier version of this server began it. */
  readonly sequence?: number;
  readonly headers: ObjectHeaders;
  readonly checksum?: ChecksumPlan;
}

export interface PartRecord extends StoredBody {
  readonly partNumber: number;
  readonly uploadedAt: number;
}
