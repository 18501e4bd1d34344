// What runs use: the files of one version, from nowhere else (docs/design.md, "What runs use").
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { VersionRecord } from '../domain/version.ts';
import type { VersionDeps } from './deps.ts';
import { findVersion } from './find-version.ts';

/**
 * The record of the current version, or of version `number`; withFiles reads its files. One request, two for a number
 * that is current or not there. Throws `NOT_PUBLISHED` or `VERSION_NOT_FOUND`.
 */
export async function readPublished(
  deps: VersionDeps,
  pipeline: Pipeline,
  number?: number,
): Promise<VersionRecord> {
  const archived = number === undefined ? null : await deps.versions.readArchived(pipeline, number);
  if (archived !== null) return archived;
  const state = await deps.versions.readState(pipeline);
  if (!state?.current) throw notPublished(pipeline);
  return findVersion(deps, pipeline, state, number ?? state.current.number);
}

export function notPublished(pipeline: Pipeline): DomainError {
  return new DomainError(
    'NOT_PUBLISHED',
    `Pipeline ${displayName(pipeline)} has never been published; publish it first.`,
  );
}
