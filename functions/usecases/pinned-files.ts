// Whether the files that a version pins still exist.
import { DomainError } from '../domain/errors.ts';
import { displayName, keyPrefix, type Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import type { VersionRecord } from '../domain/version.ts';
import type { MissingFile } from '../ports/draft-files.ts';
import type { Deps } from './deps.ts';
import { readFiles } from './version-files.ts';

/** The files of a version, read while the bucket is listed. Throws `PINNED_FILES_MISSING` unless all are there. */
export async function readFilesThatAreThere(
  deps: Deps,
  pipeline: Pipeline,
  version: VersionRecord,
): Promise<readonly PinnedFile[]> {
  const reading = readFiles(deps, pipeline, version);
  const [files, missing] = await Promise.all([reading, deps.files.findMissing(pipeline, reading)]);
  if (missing.length > 0) throw pinnedFilesMissing(pipeline, version, missing);
  return files;
}

export function pinnedFilesMissing(
  pipeline: Pipeline,
  version: VersionRecord,
  missing: readonly MissingFile[],
): DomainError {
  const message = `Version ${version.number} of ${displayName(pipeline)} is not whole any more: ${whyMissing(missing)}. Choose another version.`;
  return filesMissing(pipeline, missing, message);
}

function whyMissing(missing: readonly MissingFile[]): string {
  const archives = missing.flatMap(({ archivedIn }) => archivedIn ?? []);
  const unknown = missing.filter(({ archivedIn }) => archivedIn === undefined).length;
  const deleted = missing.length - archives.length - unknown;
  return [
    ...(unknown > 0 ? [`${unknown} of its files were deleted for good, or are archived`] : []),
    ...(deleted > 0 ? [`${deleted} of its files were deleted for good`] : []),
    ...(archives.length > 0
      ? [
          `${archives.length} of its files are archived (${[...new Set(archives)].join(', ')}); S3 can restore them`,
        ]
      : []),
  ].join(', and ');
}

/** Of either side of a comparison with patches. */
export function comparedFilesMissing(pipeline: Pipeline, missing: readonly PinnedFile[]): DomainError {
  const message = `${missing.length} of the files of ${displayName(pipeline)} to compare were deleted for good; compare without patch to see which files differ.`;
  return filesMissing(pipeline, missing, message);
}

function filesMissing(pipeline: Pipeline, missing: readonly PinnedFile[], message: string): DomainError {
  const keys = missing.map(({ path }) => keyPrefix(pipeline) + path).toSorted();
  return new DomainError('PINNED_FILES_MISSING', message, { keys });
}
