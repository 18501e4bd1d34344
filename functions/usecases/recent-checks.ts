// What the rules found in the files that this process has read lately, so that requests which come together or one after
// the other, such as a check and the publish that follows it, read each file once. The bytes of an S3 version never
// change, so nothing here goes stale.
import QuickLru from 'quick-lru';
import type { CheckedFile } from '../domain/checks/check-file.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { S3VersionId } from '../domain/snapshot.ts';

export interface CheckedVersion {
  readonly pipeline: Pipeline;
  readonly path: string;
  readonly versionId: S3VersionId;
}

export interface RecentChecks {
  get(file: CheckedVersion): CheckedFile | undefined;
  add(file: CheckedVersion, checked: CheckedFile): void;
}

const MAX_FILES = 5_000;

/** A file with more is read again: one can have a finding in each of 100,000 lines. */
const MAX_FINDINGS = 10;

export function createRecentChecks(most = MAX_FILES): RecentChecks {
  const kept = new QuickLru<string, CheckedFile>({ maxSize: most });
  return {
    get: (file) => kept.get(nameOf(file)),
    add(file, checked) {
      if (checked.findings.length <= MAX_FINDINGS) kept.set(nameOf(file), checked);
    },
  };
}

function nameOf({ pipeline, path, versionId }: CheckedVersion): string {
  return JSON.stringify([displayName(pipeline), path, versionId]);
}
