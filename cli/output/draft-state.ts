// The dirty flag in a word.
import type { Colors } from './colors.ts';

export function draftState(dirty: boolean | null, colors: Colors): string {
  if (dirty === null) return colors.cyan('unpublished');
  return dirty ? colors.yellow('changed') : colors.green('clean');
}
