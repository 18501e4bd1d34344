// What may be wrong with any text, whatever its language.
import { atEach, type Finding, ofFile } from './finding.ts';

/** Editors on mounted buckets save in two steps, the first of which leaves an empty file. */
export function emptySource(text: string): readonly Finding[] {
  if (/\S/.test(text)) return [];
  return [
    ofFile('empty-source', 'The source has nothing in it; an editor may still be saving it. Save it again.'),
  ];
}

// Seven characters, and a label or nothing: https://git-scm.com/docs/git-merge#_how_conflicts_are_presented
// A line of seven equal signs underlines titles in comments, so it does not count by itself.
const CONFLICT_MARKER = /^(?:<{7}|>{7})(?=[ \r\n]|$)/gm;

export function conflictMarkers(text: string): readonly Finding[] {
  return atEach(text, offsetsOf(text, CONFLICT_MARKER), 'conflict-marker', () => CONFLICT);
}

const CONFLICT = 'This line is a conflict marker of a merge; decide for a side and remove the markers.';

export function mixedLineEndings(text: string): readonly Finding[] {
  const first = text.indexOf('\n');
  const odd = text[first - 1] === '\r' ? /(?<!\r)\n/g : /\r\n/g;
  odd.lastIndex = first + 1;
  const other = first === -1 ? null : odd.exec(text);
  if (other === null) return [];
  const message =
    'This line ends otherwise than the first one (LF or CRLF); save the file with one of the two.';
  return atEach(text, [other.index], 'mixed-line-endings', () => message);
}

function* offsetsOf(text: string, pattern: RegExp): Generator<number> {
  for (const { index } of text.matchAll(pattern)) yield index;
}

// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer is shorter than 1,024 bytes.
const POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v1\r?\n(?:[a-z0-9.-]+ [^\n]*\n)*?oid sha256:/;

/** In bytes. */
export const MAX_POINTER_BYTES = 1_023;

export function lfsPointer(bytes: Uint8Array): readonly Finding[] {
  if (bytes.length > MAX_POINTER_BYTES || !POINTER.test(new TextDecoder().decode(bytes))) return [];
  const message =
    'The file is a pointer of Git LFS in place of its content; run "git lfs pull" and upload it again.';
  return [ofFile('lfs-pointer', message)];
}
