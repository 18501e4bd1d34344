// What runs use: the files of one version, from nowhere else (docs/design.md, "What runs use").
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { Version } from '../domain/version.ts';
import type { Deps } from './deps.ts';
import { findVersion } from './find-version.ts';

/** The current version, or version `number`. Throws `NOT_PUBLISHED` or `VERSION_NOT_FOUND`. One or two requests. */
export async function readPublished(deps: Deps, pipeline: Pipeline, number?: number): Promise<Version> {
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
