// The edits of DraftFiles over a versioned bucket in memory. Each is one step: nothing is awaited within.
import { keyPrefix, type Pipeline } from '../../domain/pipeline.ts';
import type { ListedFile, SavedFile } from '../../domain/snapshot.ts';
import type { DraftFiles, EditCondition } from '../../ports/draft-files.ts';
import { bucketNotVersioned } from '../bucket-not-versioned.ts';

interface EditedBucket {
  readonly versioned: boolean;
  put(key: string, body: string | Uint8Array): unknown;
  delete(key: string): void;
  versions(
    key: string,
  ): readonly { readonly versionId: string | null; readonly body: string | Uint8Array | null }[];
}

export function createMemoryEdits(
  bucket: EditedBucket,
  listed: (pipeline: Pipeline, path: string) => ListedFile | null,
): Pick<DraftFiles, 'write' | 'remove' | 'copy'> {
  function currentFile(pipeline: Pipeline, path: string): SavedFile | null {
    const file = listed(pipeline, path);
    return file && { path, etag: file.etag, size: file.size, versionId: file.versionId };
  }

  function assertVersioned(pipeline: Pipeline): void {
    if (!bucket.versioned) throw bucketNotVersioned(pipeline, 'suspended');
  }

  return {
    async write(pipeline, { path, bytes }, condition) {
      assertVersioned(pipeline);
      const current = currentFile(pipeline, path);
      if (!holds(current, condition)) return { written: false, current };
      bucket.put(keyPrefix(pipeline) + path, bytes);
      return { written: true, file: currentFile(pipeline, path) as SavedFile };
    },
    async remove(pipeline, path, condition) {
      assertVersioned(pipeline);
      const current = currentFile(pipeline, path);
      if (current === null || !holds(current, condition)) return { removed: false, current };
      bucket.delete(keyPrefix(pipeline) + path);
      return { removed: true };
    },
    async copy(pipeline, { path, versionId }) {
      assertVersioned(pipeline);
      const key = keyPrefix(pipeline) + path;
      const pinned = bucket.versions(key).find((version) => version.versionId === versionId);
      if (pinned === undefined || pinned.body === null) return false;
      bucket.put(key, pinned.body);
      return true;
    },
  };
}

function holds(current: SavedFile | null, { ifMatch, ifNoneMatch }: EditCondition): boolean {
  if (ifNoneMatch !== undefined && current !== null) return false;
  return ifMatch === undefined || ifMatch === current?.etag;
}
