// Turns a patch into lines with the line numbers of both sides, and marks the differences within replaced lines.
import { diffWordsWithSpace, parsePatch, type StructuredPatchHunk } from 'diff';

export interface Hunk {
  /** `@@ -1,3 +1,4 @@` */
  readonly head: string;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly kind: 'added' | 'removed' | 'same' | 'note';
  readonly before?: number;
  readonly after?: number;
  readonly text: string;
  /** The line ends with CRLF, and others in the patch do not. */
  readonly hasOddEnding?: boolean;
  /** `text` in pieces, if only some of them differ from its counterpart on the other side. */
  readonly pieces?: readonly Piece[];
}

export interface Piece {
  readonly text: string;
  readonly isChanged: boolean;
}

/** Longer hunks and lines get no marks within lines. */
const MAX_LINES_WITH_WORDS = 200;
const MAX_LINE_WITH_WORDS = 1_000;
/** Lines with less in common are taken for unrelated. */
const LEAST_IN_COMMON = 0.3;

/** `patch` is that of one file, as the API answers it. */
export function hunksOf(patch: string): readonly Hunk[] {
  return parsePatch(patch)
    .flatMap(({ hunks }) => hunks)
    .map((hunk) => ({
      head: `@@ -${rangeOf(hunk.oldStart, hunk.oldLines)} +${rangeOf(hunk.newStart, hunk.newLines)} @@`,
      lines: withWords(withEndings(linesOf(hunk))),
    }));
}

/** For an empty side git names the line before the hunk. The parser turns that into the line after it. */
function rangeOf(start: number, count: number): string {
  return `${count === 0 ? start - 1 : start},${count}`;
}

function linesOf({ oldStart, newStart, lines }: StructuredPatchHunk): readonly Line[] {
  let before = oldStart;
  let after = newStart;
  return lines.map((line): Line => {
    const text = line.slice(1);
    switch (line[0]) {
      case '+':
        return { kind: 'added', after: after++, text };
      case '-':
        return { kind: 'removed', before: before++, text };
      case '\\':
        return { kind: 'note', text: line.slice(2) };
      default:
        return { kind: 'same', before: before++, after: after++, text };
    }
  });
}

/** A text with CRLF throughout gets no marks. */
function withEndings(lines: readonly Line[]): readonly Line[] {
  const content = lines.filter(({ kind }) => kind !== 'note');
  const isMixed = content.some(hasReturn) && !content.every(hasReturn);
  return lines.map((line) =>
    hasReturn(line) ? { ...line, text: line.text.slice(0, -1), hasOddEnding: isMixed } : line,
  );
}

function hasReturn({ text }: Line): boolean {
  return text.endsWith('\r');
}

function withWords(lines: readonly Line[]): readonly Line[] {
  if (lines.length > MAX_LINES_WITH_WORDS) return lines;
  const pieces = new Map<Line, readonly Piece[]>();
  for (const [removed, added] of replacements(lines)) {
    const words = wordsOf(removed.text, added.text);
    if (words === undefined) continue;
    pieces.set(removed, words.before).set(added, words.after);
  }
  return lines.map((line) => {
    const found = pieces.get(line);
    return found === undefined ? line : { ...line, pieces: found };
  });
}

/** Pairs lines in their order where one place has as many added lines as removed ones. */
function replacements(lines: readonly Line[]): readonly (readonly [Line, Line])[] {
  const blocks: { readonly removed: Line[]; readonly added: Line[] }[] = [{ removed: [], added: [] }];
  for (const line of lines) {
    if (line.kind === 'same') blocks.push({ removed: [], added: [] });
    else if (line.kind !== 'note') blocks.at(-1)?.[line.kind].push(line);
  }
  return blocks
    .filter(({ removed, added }) => removed.length === added.length)
    .flatMap(({ removed, added }) =>
      removed.flatMap((line, index) => (added[index] ? [[line, added[index]] as const] : [])),
    );
}

function wordsOf(before: string, after: string) {
  const longest = Math.max(before.length, after.length);
  if (longest > MAX_LINE_WITH_WORDS) return undefined;
  const changes = diffWordsWithSpace(before, after);
  const common = changes.filter(({ added, removed }) => !added && !removed);
  const length = common.reduce((sum, { value }) => sum + value.trim().length, 0);
  if (length < longest * LEAST_IN_COMMON) return undefined;
  const side = (other: 'added' | 'removed') =>
    changes
      .filter((change) => !change[other])
      .map(({ value, added, removed }) => ({ text: value, isChanged: added || removed }));
  return { before: side('added'), after: side('removed') };
}
