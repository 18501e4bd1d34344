// What the metadata store keeps of a multipart upload until it is completed or aborted.
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
  /** Where in the history of the store it was begun; unknown of uploads begun by earlier versions. */
  readonly sequence?: number;
  readonly headers: ObjectHeaders;
  readonly checksum?: ChecksumPlan;
}

export interface PartRecord extends StoredBody {
  readonly partNumber: number;
  readonly uploadedAt: number;
}
