// A version: the immutable record that publish and rollback make.
import {
  type Fingerprint,
  fingerprintOf,
  type PinnedFile,
  type SourceType,
  sortByPath,
  sourceTypeOf,
} from './snapshot.ts';

export type VersionNumber = number & { readonly brand: 'VersionNumber' };
export type VersionId = string & { readonly brand: 'VersionId' };

/** The idempotency key that a version was made with. `inputHash` tells a repetition from another request. */
export interface RequestKey {
  readonly key: string;
  readonly inputHash: string;
}

/** Everything about a version but its files. */
export interface VersionSummary {
  readonly id: VersionId;
  readonly number: VersionNumber;
  readonly message: string;
  readonly createdAt: Date;
  readonly createdBy: string | null;
  readonly rollbackOf: VersionNumber | null;
  readonly fingerprint: Fingerprint;
  readonly fileCount: number;
  readonly sourceType: SourceType | null;
  readonly request: RequestKey | null;
}

export interface Version extends VersionSummary {
  /** Sorted by path. */
  readonly files: readonly PinnedFile[];
}

/** What is known of a version before it has a number and a time. */
export interface VersionContent {
  readonly id: VersionId;
  readonly message: string;
  readonly createdBy: string | null;
  readonly rollbackOf: VersionNumber | null;
  readonly request: RequestKey | null;
  readonly files: readonly PinnedFile[];
}

/** The version that follows `previous`. Its time never runs backwards, whatever the clocks of two machines say. */
export function versionAfter(previous: Version | null, content: VersionContent, now: Date): Version {
  const earliest = previous?.createdAt ?? now;
  return {
    ...content,
    files: sortByPath(content.files),
    number: ((previous?.number ?? 0) + 1) as VersionNumber,
    createdAt: now < earliest ? earliest : now,
    fingerprint: fingerprintOf(content.files),
    fileCount: content.files.length,
    sourceType: sourceTypeOf(content.files),
  };
}

/** The most bytes that a version's record may take, so that state item and history item stay below DynamoDB's 400 KB. */
export const MAX_RECORD_BYTES = 350 * 1024;

/** An upper bound of what the record takes in the table, in bytes of UTF-8. */
export function recordBytes({ files, ...summary }: Version): number {
  const rows = files.map((file) => Object.values(file));
  return new TextEncoder().encode(JSON.stringify([summary, rows])).length;
}
