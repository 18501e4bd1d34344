// The pins of the versions that this process has made lately, so that its next publish of the pipeline knows what differs
// without a read. A snapshot never changes, so nothing here goes stale.
import type { PinnedFile, SnapshotId } from '../domain/snapshot.ts';

export interface RecentPins {
  get(snapshot: SnapshotId): readonly PinnedFile[] | undefined;
  add(snapshot: SnapshotId, files: readonly PinnedFile[]): void;
}

/** Some 200 bytes each. */
const MAX_PINS = 20_000;

/** Drops what was added first. Ids are hashes over version IDs, which no two pipelines share. */
export function createRecentPins(most = MAX_PINS): RecentPins {
  const kept = new Map<SnapshotId, readonly PinnedFile[]>();
  let pins = 0;

  function drop(snapshot: SnapshotId): void {
    pins -= kept.get(snapshot)?.length ?? 0;
    kept.delete(snapshot);
  }

  return {
    get: (snapshot) => kept.get(snapshot),
    add(snapshot, files) {
      drop(snapshot);
      if (files.length > most) return;
      for (const oldest of kept.keys()) {
        if (pins + files.length <= most) break;
        drop(oldest);
      }
      kept.set(snapshot, files);
      pins += files.length;
    },
  };
}
