// One thing that an editor does, by chance: mostly saves, now and then a delete, a publish or a rollback.
import type { Random } from '../support/mulberry32.ts';
import type { Editor } from './editor.ts';
import { NOT_NEGATIVE, UNIQUE, variants } from './seed.ts';

export async function editAtRandom(editor: Editor, random: Random): Promise<unknown> {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T;
  const kind = random();
  if (kind < 0.3) return editor.publish();
  if (kind < 0.4) return editor.rollBack(pick([...editor.versions.keys()]));
  if (kind < 0.55) return editor.remove(pick([NOT_NEGATIVE, UNIQUE]));
  const [path, texts] = pick(Object.entries(variants));
  // The good text as often as all others, or hardly any version would pass.
  return editor.save(path, pick(random() < 0.5 ? texts.slice(0, 1) : texts));
}
