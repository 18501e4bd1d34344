// What is about to become a version. It has no number yet: others may be faster.
import type { Pipeline } from './pipeline.ts';
import type { Fingerprint, PinnedFile, SnapshotId } from './snapshot.ts';

export interface Candidate {
  readonly pipeline: Pipeline;
  readonly message: string;
  readonly createdBy: string | null;
  /** The version that a rollback publishes again. */
  readonly rollbackOf: number | null;
  readonly snapshotId: SnapshotId;
  readonly fingerprint: Fingerprint;
  /** As a version's record has it. */
  readonly source: string | null;
  /** The pins that become visible. */
  readonly files: readonly PinnedFile[];
}
