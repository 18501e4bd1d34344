// Whether the files that a version pins still exist.
import { DomainError } from '../domain/errors.ts';
import { displayName, keyPrefix, type Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile } from '../domain/snapshot.ts';
import type { Version } from '../domain/version.ts';
import type { Deps } from './deps.ts';

/** Throws `PINNED_FILES_MISSING`. */
export async function assertAllThere(deps: Deps, pipeline: Pipeline, version: Version): Promise<void> {
  const missing = await deps.files.findMissing(pipeline, version.files);
  if (missing.length > 0) throw pinnedFilesMissing(pipeline, version, missing);
}

export function pinnedFilesMissing(
  pipeline: Pipeline,
  version: Version,
  missing: readonly PinnedFile[],
): DomainError {
  const message = `Version ${version.number} of ${displayName(pipeline)} is not whole any more: ${missing.length} of its files were deleted for good. Choose another version.`;
  return filesMissing(pipeline, missing, message);
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
