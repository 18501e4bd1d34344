// A change of one file as `git diff` writes it: several of them, one after the other, are a patch for `git apply`.
import { formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { FileChange } from './comparison.ts';
import type { DraftFile } from './snapshot.ts';
import { utf8Text } from './utf8-text.ts';

/** Files larger than this, in bytes, get no patch. */
export const MAX_PATCHED_BYTES = 256 * 1024;

/** The most lines that may be removed and added. */
export const MAX_EDITED_LINES = 4_000;

/** Where one text is short, more edits take no longer: this many, divided by its lines. */
const EDITS_TIMES_LINES = 4_000_000;

/**
 * For one file: a step is a line that is read, or two lines that are compared. About 1 s. Counted, not timed, so the
 * same request gets the same answer.
 */
export const MAX_STEPS = 8_000_000;

/** The steps that are left for several patches. `patchOf` takes its own off. */
export interface StepBudget {
  left: number;
}

const CONTEXT_LINES = 3;

/** `null` if the bytes are no text: not UTF-8, or with a NUL in it. */
export function textOf(bytes: Uint8Array): string | null {
  return bytes.includes(0) ? null : utf8Text(bytes);
}

/**
 * The patch from one text to the other; a file that is not there counts as the empty text. '' if both
 * are equal and nothing else has changed; `null` if they have too little in common, or no steps are left.
 */
export function patchOf(
  change: FileChange<DraftFile>,
  before: string,
  after: string,
  budget: StepBudget = { left: MAX_STEPS },
): string | null {
  const hunks = before === after ? [] : hunksOf(before, after, budget);
  if (hunks === null) return null;
  const { path, from, to } = change;
  if (hunks.length === 0 && change.change === 'modified') return '';
  return formatPatch({
    isGit: true,
    isCreate: from === null,
    isDelete: to === null,
    isRename: change.change === 'renamed',
    oldFileName: from === null ? '/dev/null' : `a/${from.path}`,
    newFileName: to === null ? '/dev/null' : `b/${path}`,
    oldHeader: undefined,
    newHeader: undefined,
    hunks,
  });
}

function hunksOf(before: string, after: string, budget: StepBudget): StructuredPatch['hunks'] | null {
  const [old, recent] = [linesOf(before), linesOf(after)];
  const maxEditLength = Math.max(MAX_EDITED_LINES, EDITS_TIMES_LINES / Math.min(old.length, recent.length));
  budget.left -= old.length + recent.length;
  if (budget.left <= 0 || fewestEdits(old, recent) > maxEditLength) return null;
  const limit = Math.min(budget.left, MAX_STEPS);
  let steps = 0;
  const comparator = (a: string, b: string) => {
    steps += 1;
    if (steps > limit) throw OUT_OF_STEPS;
    return a === b;
  };
  const options = { context: CONTEXT_LINES, maxEditLength, comparator };
  try {
    return structuredPatch('', '', before, after, '', '', options)?.hunks ?? null;
  } catch (error) {
    if (error !== OUT_OF_STEPS) throw error;
    return null;
  } finally {
    budget.left -= steps;
  }
}

/** The one way to stop the library by anything but its clock. */
const OUT_OF_STEPS = new Error('out of steps');

/** Each with the line feed at its end, as the library compares them. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The lines that one text has more often than the other must all be removed or added. Takes one look at each. */
function fewestEdits(before: readonly string[], after: readonly string[]): number {
  const surplus = new Map<string, number>();
  for (const line of before) surplus.set(line, (surplus.get(line) ?? 0) + 1);
  for (const line of after) surplus.set(line, (surplus.get(line) ?? 0) - 1);
  return surplus.values().reduce((sum, count) => sum + Math.abs(count), 0);
}
