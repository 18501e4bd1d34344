// The files of versions, which are kept apart from their records.
import type { Pipeline } from '../domain/pipeline.ts';
import type { PinnedFile, SnapshotId, StoredSnapshot } from '../domain/snapshot.ts';
import type { State } from '../domain/state.ts';
import type { Version, VersionRecord } from '../domain/version.ts';
import type { Deps, VersionDeps } from './deps.ts';

/** Pins that are read in one go where many versions are read with their files: about 2 MB. */
const PINS_AT_ONCE = 10_000;

/** One request, none for a version that this process has made lately. Sorted by path. */
export async function readKnownFiles(
  { versions, recentPins }: Pick<Deps, 'versions' | 'recentPins'>,
  pipeline: Pipeline,
  record: VersionRecord,
): Promise<readonly PinnedFile[]> {
  return recentPins?.get(record.snapshot.id) ?? readFiles({ versions }, pipeline, record);
}

/** One request. Sorted by path. */
export async function readFiles(
  deps: VersionDeps,
  pipeline: Pipeline,
  { snapshot }: VersionRecord,
): Promise<readonly PinnedFile[]> {
  const read = await deps.versions.readSnapshots(pipeline, [snapshot]);
  return filesIn(read, snapshot);
}

export async function withFiles(
  deps: VersionDeps,
  pipeline: Pipeline,
  record: VersionRecord,
): Promise<Version> {
  return { ...record, files: await readFiles(deps, pipeline, record) };
}

/** The files of the version that is current in this state, none without one; read once, when first asked for. */
export function filesOfCurrent(
  deps: Pick<Deps, 'versions' | 'recentPins'>,
  pipeline: Pipeline,
  reading: Promise<State | null>,
): () => Promise<readonly PinnedFile[]> {
  let files: Promise<readonly PinnedFile[]> | undefined;
  const read = async () => {
    const current = (await reading)?.current ?? null;
    return current === null ? [] : readKnownFiles(deps, pipeline, current);
  };
  return () => {
    files ??= read();
    return files;
  };
}

/**
 * The same records with their files, in their order, read as the caller takes them. Each distinct snapshot is read once,
 * those of `expected` records in one request unless they are large.
 */
export async function* withAllFiles<R extends VersionRecord>(
  deps: VersionDeps,
  pipeline: Pipeline,
  records: AsyncIterable<R>,
  expected: number,
): AsyncGenerator<R & Version> {
  const known = new Map<SnapshotId, readonly PinnedFile[]>();
  for await (const batch of batches(records, expected)) {
    const missing = batch.map(({ snapshot }) => snapshot).filter(({ id }) => !known.has(id));
    if (missing.length > 0)
      for (const [id, files] of await deps.versions.readSnapshots(pipeline, missing)) known.set(id, files);
    for (const record of batch) yield { ...record, files: filesIn(known, record.snapshot) };
  }
}

/** At most `most` records, whose snapshots have no more than PINS_AT_ONCE files together unless it is a single one. */
async function* batches<R extends VersionRecord>(
  records: AsyncIterable<R>,
  most: number,
): AsyncGenerator<readonly R[]> {
  let batch: R[] = [];
  let pins = 0;
  const seen = new Set<SnapshotId>();
  for await (const record of records) {
    const more = seen.has(record.snapshot.id) ? 0 : record.fileCount;
    if (batch.length === most || (batch.length > 0 && pins + more > PINS_AT_ONCE)) {
      yield batch;
      batch = [];
      pins = 0;
    }
    seen.add(record.snapshot.id);
    batch.push(record);
    pins += more;
  }
  if (batch.length > 0) yield batch;
}

export function filesIn(
  read: ReadonlyMap<SnapshotId, readonly PinnedFile[]>,
  { id }: StoredSnapshot,
): readonly PinnedFile[] {
  const files = read.get(id);
  if (files === undefined) throw new Error(`snapshot ${id} was not read`);
  return files;
}
