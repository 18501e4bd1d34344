// A process that was killed between renaming a body and committing its record, or between a commit and the
// removal of a replaced body, leaves a file that nothing refers to. Cleaned once, at start.
import type { Bodies } from './bodies.ts';
import type { Levels } from './levels.ts';

export async function removeOrphans(levels: Levels, bodies: Bodies): Promise<void> {
  const referenced = new Set<string>();
  for await (const version of levels.versions.values()) {
    if (version.kind === 'object') referenced.add(version.bodyId);
  }
  for await (const part of levels.parts.values()) referenced.add(part.bodyId);
  await bodies.removeAllBut(referenced);
}
