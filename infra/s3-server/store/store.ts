// Everything under the data directory: metadata, bodies and the outbox, opened and closed together.
import { join } from 'node:path';
import { type Bodies, openBodies } from './bodies.ts';
import { type Levels, openLevels } from './levels.ts';
import { createMutate, type Mutate } from './mutations.ts';
import { type AppendableOutbox, createOutbox } from './outbox.ts';

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

/**
 * A process that is killed between renaming a body and committing its record, or between a commit and the removal of
 * a replaced body, leaves a file that nothing refers to.
 */
async function removeOrphans(levels: Levels, bodies: Bodies): Promise<void> {
  const referenced = new Set<string>();
  for await (const version of levels.versions.values()) {
    if (version.kind === 'object') referenced.add(version.bodyId);
  }
  for await (const part of levels.parts.values()) referenced.add(part.bodyId);
  await bodies.removeAllBut(referenced);
}
