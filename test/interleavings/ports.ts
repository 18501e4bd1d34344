// The memory adapters as one sender's requests find them: each is a step of the scheduler with a fate of its own; a list
// is as many steps as it has keys, a snapshot as many as it has parts. Pauses take no time: whatever happens in one can
// as well happen before the step that follows it.
import type { VersionId } from '../../functions/domain/version.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import type { World } from '../model/world.ts';
import { filesOf } from './draft-ports.ts';
import type { PartSteps } from './part-steps.ts';
import type { Sender } from './sender.ts';
import { sending } from './sending.ts';

export interface Place {
  readonly world: World;
  readonly parts: PartSteps;
  /** Whether somebody may freeze the namespace: else nothing depends on when its freeze is read. */
  readonly freezesNamespace: boolean;
  /** After the service has edited the draft. */
  onEdit(path: string): Promise<void>;
  onRead?(at: Date): void;
}

export const TIME = Date.UTC(2026, 0, 1);

export function portsOf(sender: Sender, { world, parts, freezesNamespace, onEdit, onRead }: Place): Deps {
  let passed = 0;
  let ids = 0;
  const send = sending(sender, (milliseconds) => {
    passed += milliseconds;
  });
  const { store } = world;
  const now = () => new Date(TIME + passed);
  return {
    versions: {
      ...store,
      readState: send('reads the state', async (pipeline) => {
        const state = await store.readState(pipeline);
        onRead?.(now());
        return state;
      }),
      update: send('updates the state', store.update),
      setFreeze: send('freezes the pipeline', store.setFreeze),
      readNamespaceFreeze: freezesNamespace
        ? send('reads the freeze of the namespace', store.readNamespaceFreeze)
        : store.readNamespaceFreeze,
      setNamespaceFreeze: send('freezes the namespace', store.setNamespaceFreeze),
      archive: send('copies into history', store.archive),
      readArchived: send('reads a version', store.readArchived),
      storeSnapshot: send('stores the snapshot', (pipeline, snapshot) => {
        parts.begin(snapshot.id);
        return store.storeSnapshot(pipeline, snapshot);
      }),
      readSnapshots: send('reads snapshots', store.readSnapshots),
      claimKey: send('claims the key', store.claimKey),
      readKey: send('reads the key', store.readKey),
      recordNumber: send('records the number', store.recordNumber),
      async *history(pipeline, range) {
        const read = send('reads history', () => Array.fromAsync(store.history(pipeline, range)));
        yield* await read();
      },
    },
    files: filesOf(sender, send, { bucket: world.bucket, onEdit }),
    runtime: {
      now,
      pause: async () => {},
      random: () => 0.5,
      newVersionId: () => `${sender.name}-${ids++}` as VersionId,
    },
  };
}
