// The snapshots of a VersionStore in memory, a part for each pin.
import { displayName } from '../../domain/pipeline.ts';
import type { PinnedFile } from '../../domain/snapshot.ts';
import type { VersionStore } from '../../ports/version-store.ts';
import { joinParts } from '../join-parts.ts';

export function createMemorySnapshots(
  betweenParts: () => Promise<void>,
): Pick<VersionStore, 'storeSnapshot' | 'readSnapshots'> {
  const stored = new Map<string, PinnedFile>();

  return {
    async storeSnapshot(pipeline, { id, files }) {
      for (const [part, pin] of files.entries()) {
        await betweenParts();
        const name = `${displayName(pipeline)} ${id} ${part}`;
        if (!stored.has(name)) stored.set(name, pin);
      }
      return { id, parts: files.length };
    },

    async readSnapshots(pipeline, snapshots) {
      return joinParts(snapshots, (id, part) => {
        const pin = stored.get(`${displayName(pipeline)} ${id} ${part}`);
        return pin && [pin];
      });
    },
  };
}
