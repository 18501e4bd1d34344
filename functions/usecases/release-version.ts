// Puts a version where programs without version IDs find it, as plain objects (docs/releases.md). Whoever begins it again
// after a crash finishes it.
import pMap from 'p-map';
import { displayName, type Pipeline, pipelineId } from '../domain/pipeline.ts';
import { type ReleaseKeys, releaseKeys } from '../domain/release.ts';
import { configOf, keptSourceOf, type PinnedFile, qualityTestsOf } from '../domain/snapshot.ts';
import { unusablePaths } from '../domain/unusable-paths.ts';
import type { Version } from '../domain/version.ts';
import type { Releases } from '../ports/releases.ts';
import type { VersionDeps } from './deps.ts';
import { readVersionRecord } from './find-version.ts';
import { pinnedFilesMissing } from './pinned-files.ts';
import { withFiles } from './version-files.ts';

const PARALLEL_COPIES = 32;

export interface ReleaseDeps extends VersionDeps {
  readonly releases: Releases;
}

/**
 * Files first, then the manifest, then the note that it is there. Throws `PINNED_FILES_MISSING`, with nothing said to be
 * there, and `VERSION_NOT_FOUND`.
 */
export async function releaseVersion(deps: ReleaseDeps, pipeline: Pipeline, number: number): Promise<void> {
  const { versions, releases } = deps;
  const record = await readVersionRecord(deps, pipeline, number);
  const keys = releaseKeys(pipeline, record.number, releases.form);
  if (!(await releases.has(keys.manifest))) {
    const version = await withFiles(deps, pipeline, record);
    const missing = await writeFiles(releases, pipeline, version, keys);
    if (missing.length > 0) throw pinnedFilesMissing(pipeline, record, missing);
    await releases.putJson(keys.manifest, manifestOf(releases, pipeline, version, keys));
  }
  const url = (key: string) => `s3://${releases.bucketName}/${key}`;
  await versions.recordRelease(pipeline, record.number, {
    location: url(keys.place),
    manifest: url(keys.manifest),
  });
}

async function writeFiles(
  releases: Releases,
  pipeline: Pipeline,
  { files, createdAt }: Version,
  { place }: ReleaseKeys,
): Promise<readonly PinnedFile[]> {
  if (releases.form === 'archive') {
    assertUnpackable(pipeline, files);
    return releases.archive(pipeline, { files, modifiedAt: createdAt }, place);
  }
  const copied = await pMap(files, (file) => releases.copy(pipeline, file, place + file.path), {
    concurrency: PARALLEL_COPIES,
  });
  return files.filter((_, index) => copied[index] === false);
}

/** What unpacks an archive may follow `..` out of its directory. */
function assertUnpackable(pipeline: Pipeline, files: readonly PinnedFile[]): void {
  const [first] = unusablePaths(files);
  if (first)
    throw new Error(
      `${displayName(pipeline)} has files that no directory can hold, such as ${JSON.stringify(first.path)} (${first.reason}): rename them and publish anew`,
    );
}

/** Paths are relative to the location: the same text, wherever the bucket is copied to. */
function manifestOf(
  { form }: Releases,
  pipeline: Pipeline,
  { number, id, createdAt, fingerprint, source, files }: Version,
  { place }: ReleaseKeys,
) {
  return {
    pipeline_id: pipelineId(pipeline),
    ...pipeline,
    version_number: number,
    version_id: id,
    created_at: createdAt.toISOString(),
    fingerprint,
    form,
    place,
    source: keptSourceOf(files, source)?.path ?? null,
    config: configOf(files)?.path ?? null,
    quality_tests: qualityTestsOf(files).map(({ path }) => path),
    files: files.map(({ path, size }) => ({ path, size })),
  };
}
