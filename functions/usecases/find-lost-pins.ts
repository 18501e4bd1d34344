// Which files of the version that runs use nobody can read any more.
import type { Pipeline } from '../domain/pipeline.ts';
import type { VersionRecord } from '../domain/version.ts';
import type { MissingFile } from '../ports/draft-files.ts';
import type { Deps } from './deps.ts';
import { readFiles } from './version-files.ts';

/** Empty if all are there, or nothing was published. A list of the bucket, and a request for each pin that it lacks. */
export async function findLostPins(
  deps: Deps,
  pipeline: Pipeline,
  current: VersionRecord | null,
): Promise<readonly MissingFile[]> {
  return current === null ? [] : deps.files.findMissing(pipeline, readFiles(deps, pipeline, current));
}
