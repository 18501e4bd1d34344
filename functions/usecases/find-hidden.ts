// Files that the bucket has and does not list. MinIO keeps objects as files: beside an object `tests`, deleted or not,
// it lists nothing below `tests/`.
import pMap from 'p-map';
import type { Pipeline } from '../domain/pipeline.ts';
import type { S3VersionId } from '../domain/snapshot.ts';
import type { Deps } from './deps.ts';

const PARALLEL_READS = 32;

/**
 * One list where all paths are listed. Edits of others meanwhile are no reason:
 * 1. A file had the same version ID before the last list and after it.
 * 2. Version IDs do not come back, so it was current all the time.
 * 3. The list does not have it.
 */
export async function findHidden(
  deps: Deps,
  pipeline: Pipeline,
  paths: readonly string[],
): Promise<readonly string[]> {
  const unlisted = await notListed(deps, pipeline, paths);
  const before = await currentIds(deps, pipeline, unlisted);
  const there = unlisted.filter((path) => before.get(path) !== null);
  if (there.length === 0) return [];
  const hidden = await notListed(deps, pipeline, there);
  const after = await currentIds(deps, pipeline, hidden);
  return hidden.filter((path) => before.get(path) === after.get(path));
}

async function notListed(
  { files }: Deps,
  pipeline: Pipeline,
  paths: readonly string[],
): Promise<readonly string[]> {
  const listed = new Set((await files.listContent(pipeline)).map(({ path }) => path));
  return paths.filter((path) => !listed.has(path));
}

/** `null` where nothing is, or what is there has no version ID. */
async function currentIds(
  { files }: Deps,
  pipeline: Pipeline,
  paths: readonly string[],
): Promise<ReadonlyMap<string, S3VersionId | null>> {
  const idOf = async (path: string) => (await files.read(pipeline, { path }, 0))?.versionId ?? null;
  const ids = await pMap(paths, idOf, { concurrency: PARALLEL_READS });
  return new Map(paths.map((path, index) => [path, ids[index] ?? null]));
}
