// The draft as it was last observed, and the flag that is derived from it.
import {
  type DraftFile,
  type Fingerprint,
  fingerprintOf,
  type SourceType,
  sourceTypeOf,
} from './snapshot.ts';
import type { VersionRecord } from './version.ts';

export interface Draft {
  readonly fingerprint: Fingerprint;
  readonly fileCount: number;
  readonly sourceType: SourceType | null;
  /** Just before the list began: every edit that had ended by then is in it. */
  readonly observedAt: Date;
}

export function draftOf(files: readonly DraftFile[], observedAt: Date): Draft {
  return {
    fingerprint: fingerprintOf(files),
    fileCount: files.length,
    sourceType: sourceTypeOf(files),
    observedAt,
  };
}

/** Whether the draft differs from what runs use; `null` before the first publish, when nothing can run. */
export function isDraftDirty(draft: Draft, current: VersionRecord | null): boolean | null {
  return current === null ? null : draft.fingerprint !== current.fingerprint;
}
