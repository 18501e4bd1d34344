// A version: the immutable record that publish and rollback make, and the files that its snapshot pins.
import type { Verdict } from './checks/verdict.ts';
import type { OverriddenFreeze } from './freeze.ts';
import {
  type DraftFile,
  type Fingerprint,
  fingerprintOf,
  type PinnedFile,
  type SourceType,
  type StoredSnapshot,
  sourceOf,
  sourceTypeOf,
} from './snapshot.ts';

export type VersionNumber = number & { readonly brand: 'VersionNumber' };
export type VersionId = string & { readonly brand: 'VersionId' };

/** An idempotency key as a request sends it. `inputHash` tells a repetition from another request. */
export interface RequestKey {
  readonly key: string;
  readonly inputHash: string;
}

/**
 * A key that a request has claimed. `expiresAt`, in whole seconds, names the claim: requests that share it are one, and
 * a later claim of the same key expires later.
 */
export interface ClaimedKey extends RequestKey {
  readonly expiresAt: Date;
}

/** Everything about a version but its files: about half a kilobyte, however many there are. */
export interface VersionRecord {
  readonly id: VersionId;
  readonly number: VersionNumber;
  readonly message: string;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  /** The author at the issuer of tokens, whatever name it has there. */
  readonly createdBySubject: string | null;
  readonly rollbackOf: VersionNumber | null;
  /** What was frozen when it was made. */
  readonly overrodeFreeze: OverriddenFreeze | null;
  readonly fingerprint: Fingerprint;
  readonly fileCount: number;
  readonly sourceType: SourceType | null;
  /** The path that runs. `null` for versions of releases that did not keep it: today's sources decide there. */
  readonly source: string | null;
  readonly snapshot: StoredSnapshot;
  /** `incomplete` for versions of releases that checked nothing. */
  readonly checks: Verdict;
  /** The idempotency key that it was made with. */
  readonly request: ClaimedKey | null;
}

export interface Version extends VersionRecord {
  /** Sorted by path. */
  readonly files: readonly PinnedFile[];
}

/** What is known of a version before it has a number and a time. */
export type VersionContent = Omit<VersionRecord, 'number' | 'createdAt'>;

/** What a version's record says of its files. */
export function summaryOfFiles(
  files: readonly DraftFile[],
): Pick<VersionRecord, 'fingerprint' | 'fileCount' | 'sourceType' | 'source'> {
  return {
    fingerprint: fingerprintOf(files),
    fileCount: files.length,
    sourceType: sourceTypeOf(files),
    source: sourceOf(files)?.path ?? null,
  };
}

/** The version that follows `previous`. Its time never runs backwards, whatever the clocks of two machines say. */
export function versionAfter(
  previous: VersionRecord | null,
  content: VersionContent,
  now: Date,
): VersionRecord {
  const earliest = previous?.createdAt ?? now;
  return {
    ...content,
    number: ((previous?.number ?? 0) + 1) as VersionNumber,
    createdAt: now < earliest ? earliest : now,
  };
}
