// A change of one file as `git diff` writes it: several of them, one after the other, are a patch for `git apply`.
import { formatPatch, type StructuredPatch, structuredPatch } from 'diff';
import type { FileChange } from './comparison.ts';
import type { DraftFile } from './snapshot.ts';
import { utf8Text } from './utf8-text.ts';

/** Files larger than this, in bytes, get no patch. */
export const MAX_PATCHED_BYTES = 256 * 1024;

/**
 * The most lines that may be removed and added. Time grows with its square: about 1 s for two files of
 * 40,000 lines with none in common; with 8,000 it is 4.5 s. A limit of lines, unlike one of time, gives the same
 * request the same answer.
 */
export const MAX_EDITED_LINES = 4_000;

/** Where one text is short, more edits take no longer: this many, divided by its lines. */
const EDITS_TIMES_LINES = 4_000_000;

const CONTEXT_LINES = 3;

/** `null` if the bytes are no text: not UTF-8, or with a NUL in it. */
export function textOf(bytes: Uint8Array): string | null {
  return bytes.includes(0) ? null : utf8Text(bytes);
}

/**
 * The patch from one text to the other; a file that is not there counts as the empty text. '' if both
 * are equal and nothing else has changed; `null` if they have too little in common.
 */
export function patchOf(change: FileChange<DraftFile>, before: string, after: string): string | null {
  const hunks = before === after ? [] : hunksOf(before, after);
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

function hunksOf(before: string, after: string): StructuredPatch['hunks'] | null {
  const context = CONTEXT_LINES;
  const shorter = Math.min(linesOf(before), linesOf(after));
  const maxEditLength = Math.max(MAX_EDITED_LINES, EDITS_TIMES_LINES / shorter);
  return structuredPatch('', '', before, after, '', '', { context, maxEditLength })?.hunks ?? null;
}

function linesOf(text: string): number {
  return text === '' ? 0 : text.split('\n').length;
}
