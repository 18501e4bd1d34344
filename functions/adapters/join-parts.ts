// Puts snapshots together again from the parts that a store found.
import type { PinnedFile, SnapshotId, StoredSnapshot } from '../domain/snapshot.ts';

/**
 * Throws if a part is missing: a version names a snapshot only after all of its parts are stored, so that would be
 * damage which nobody must overlook.
 */
export function joinParts(
  snapshots: readonly StoredSnapshot[],
  find: (id: SnapshotId, part: number) => readonly PinnedFile[] | undefined,
): ReadonlyMap<SnapshotId, readonly PinnedFile[]> {
  const joined = snapshots.map(({ id, parts }) => [id, joinOne(id, parts, find)] as const);
  return new Map(joined);
}

function joinOne(
  id: SnapshotId,
  parts: number,
  find: (id: SnapshotId, part: number) => readonly PinnedFile[] | undefined,
): readonly PinnedFile[] {
  return Array.from({ length: parts }, (_, part) => {
    const pins = find(id, part);
    if (pins === undefined) throw new Error(`part ${part} of ${parts} is missing from snapshot ${id}`);
    return pins;
  }).flat();
}
