// The dirty flag in a word.
import type { Colors } from './colors.ts';

interface Word {
  readonly text: string;
  readonly paint: (text: string) => string;
}

export function draftState(dirty: boolean | null, colors: Colors): Word {
  if (dirty === null) return { text: 'unpublished', paint: colors.cyan };
  return dirty ? { text: 'changed', paint: colors.yellow } : { text: 'clean', paint: colors.green };
}
