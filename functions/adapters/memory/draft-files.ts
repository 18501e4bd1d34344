// DraftFiles over a versioned bucket in memory, for tests of rules and protocols. Lists read key by key, as S3's do:
// `betweenReads` is awaited before each key, so that a test can let others write in the middle of a list.
import { createHash, randomUUID } from 'node:crypto';
import { foldersOf } from '../../domain/file-path.ts';
import { isPlaceholder, keyPrefix, type Pipeline } from '../../domain/pipeline.ts';
import {
  type DeletedFile,
  type ListedFile,
  MAX_COUNTED_FILES,
  MAX_FILES,
  type S3VersionId,
  sortByPath,
} from '../../domain/snapshot.ts';
import type { DraftFiles, Listing } from '../../ports/draft-files.ts';
import { createMemoryEdits } from './draft-edits.ts';

interface StoredVersion {
  readonly versionId: S3VersionId | null;
  /** `null`: a delete marker. */
  readonly body: string | Uint8Array | null;
  readonly lastModified: number;
}

export interface MemoryBucket {
  versioned: boolean;
  put(key: string, body: string | Uint8Array): StoredVersion;
  /** Puts a delete marker on top. */
  delete(key: string): void;
  /** Removes one version for good; the one below becomes current. */
  deleteVersion(key: string, versionId: string): void;
  /** All versions of a key, oldest first. */
  versions(key: string): readonly StoredVersion[];
  keys(): readonly string[];
}

/** `newVersionId` gives an ID that no version of the bucket has had. */
export function createMemoryBucket(
  now: () => Date,
  newVersionId: (key: string) => string = () => randomUUID(),
): MemoryBucket {
  const objects = new Map<string, StoredVersion[]>();
  let sorted: readonly string[] = [];
  const push = (key: string, body: StoredVersion['body']) => {
    const versionId = bucket.versioned ? (newVersionId(key) as S3VersionId) : null;
    const version = { versionId, body, lastModified: now().getTime() };
    const below = (objects.get(key) ?? []).filter((older) => versionId !== null || older.versionId !== null);
    objects.set(key, [...below, version]);
    return version;
  };
  const bucket: MemoryBucket = {
    versioned: true,
    put: push,
    delete: (key) => void push(key, null),
    deleteVersion(key, versionId) {
      objects.set(
        key,
        (objects.get(key) ?? []).filter((version) => version.versionId !== versionId),
      );
    },
    versions: (key) => objects.get(key) ?? [],
    keys() {
      if (sorted.length !== objects.size) sorted = [...objects.keys()].toSorted();
      return sorted;
    },
  };
  return bucket;
}

export function createMemoryDraftFiles(bucket: MemoryBucket, betweenReads = async () => {}): DraftFiles {
  async function list(pipeline: Pipeline, most = MAX_FILES): Promise<Listing> {
    const files: ListedFile[] = [];
    const deleted: DeletedFile[] = [];
    const prefix = keyPrefix(pipeline);
    const after = (last: string) => {
      const key = keyAfter(bucket.keys(), last);
      return key?.startsWith(prefix) ? key : undefined;
    };
    for (let key = after(prefix); key !== undefined; key = after(key)) {
      if (isPlaceholder(key)) continue;
      await betweenReads();
      const newest = bucket.versions(key).at(-1);
      const file = listedFile(prefix, key, newest);
      if (file !== null) files.push(file);
      else if (newest) deleted.push({ path: key.slice(prefix.length), marker: newest.versionId });
      if (files.length > most) break;
    }
    return { files: sortByPath(files), deleted };
  }

  const currentFile = (pipeline: Pipeline, path: string) => {
    const prefix = keyPrefix(pipeline);
    return listedFile(prefix, prefix + path, bucket.versions(prefix + path).at(-1));
  };

  return {
    listDraft: (pipeline) => list(pipeline),
    listContent: async (pipeline) => (await list(pipeline, MAX_COUNTED_FILES)).files,
    async findMissing(pipeline, pins) {
      await betweenReads();
      const files = await pins;
      const versions = (path: string) => bucket.versions(keyPrefix(pipeline) + path);
      return files
        .filter(({ path, versionId }) => !versions(path).some((v) => v.versionId === versionId))
        .map((file) => ({ ...file, archivedIn: null }));
    },
    async findEntangled(pipeline, path) {
      await betweenReads();
      const prefix = keyPrefix(pipeline);
      const isBelow = (key: string) => key.startsWith(`${prefix}${path}/`) && !isPlaceholder(key);
      const below = bucket
        .keys()
        .filter(isBelow)
        .map((key) => key.slice(prefix.length));
      const candidates = [...foldersOf(path), ...below];
      return candidates.find((candidate) => currentFile(pipeline, candidate) !== null) ?? null;
    },
    async read(pipeline, { path, versionId }, maxBytes) {
      await betweenReads();
      const prefix = keyPrefix(pipeline);
      const versions = bucket.versions(prefix + path);
      const isAsked = (version: StoredVersion) => version.versionId === versionId;
      const version = versionId === undefined ? versions.at(-1) : versions.find(isAsked);
      const file = listedFile(prefix, prefix + path, version);
      if (file === null) return null;
      return { ...file, bytes: file.size > maxBytes ? null : Buffer.from(version?.body ?? '') };
    },
    ...createMemoryEdits(bucket, currentFile),
    presign: async (pipeline, { path, versionId }, seconds) =>
      `memory:///${encodeURI(keyPrefix(pipeline) + path)}?versionId=${versionId}&expires=${seconds}`,
    versioning: async () => (bucket.versioned ? 'on' : 'suspended'),
  };
}

function listedFile(prefix: string, key: string, version: StoredVersion | undefined): ListedFile | null {
  if (version === undefined || version.body === null) return null;
  const { body, versionId, lastModified } = version;
  const etag = createHash('md5').update(body).digest('hex');
  return { path: key.slice(prefix.length), etag, size: Buffer.byteLength(body), versionId, lastModified };
}

/** The first of the sorted keys that comes after `last`. */
function keyAfter(sorted: readonly string[], last: string): string | undefined {
  let low = 0;
  for (let high = sorted.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) > last) high = middle;
    else low = middle + 1;
  }
  return sorted[low];
}
