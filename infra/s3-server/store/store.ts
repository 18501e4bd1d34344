// Everything under the data directory: metadata, bodies and the outbox, opened and closed together.
import { join } from 'node:path';
import { type AppendableOutbox, createOutbox } from '../outbox.ts';
import { type Bodies, openBodies } from './bodies.ts';
import { type Levels, openLevels } from './levels.ts';
import { createMutate, type Mutate } from './mutations.ts';
import { removeOrphans } from './orphans.ts';

export interface Store {
  readonly levels: Levels;
  readonly bodies: Bodies;
  readonly outbox: AppendableOutbox;
  readonly mutate: Mutate;
  close(): Promise<void>;
}

/** Fails if another process has the directory open. */
export async function openStore(dataDir: string): Promise<Store> {
  const levels = await openLevels(join(dataDir, 'metadata'));
  const bodies = await openBodies(join(dataDir, 'bodies'));
  await removeOrphans(levels, bodies);
  const outbox = createOutbox(levels);
  const mutate = await createMutate({ levels, outbox, bodies });
  return { levels, bodies, outbox, mutate, close: () => levels.database.close() };
}
