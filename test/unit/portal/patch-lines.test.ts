// Patches as the service writes them, as lines to show.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FileChange } from '../../../functions/domain/comparison.ts';
import { patchOf } from '../../../functions/domain/patch.ts';
import type { DraftFile } from '../../../functions/domain/snapshot.ts';
import { type Hunk, hunksOf, type Line } from '../../../portal/compare/patch-lines.ts';

function changeOf(path: string, change: FileChange<DraftFile>['change'] = 'modified') {
  const file = { path, etag: 'e', size: 1, lastModified: new Date(0) } as unknown as DraftFile;
  return {
    path,
    change,
    from: change === 'added' ? null : file,
    to: change === 'removed' ? null : file,
  } as FileChange<DraftFile>;
}

function hunksBetween(before: string, after: string, path = 'pipeline.sql'): readonly Hunk[] {
  return hunksOf(patchOf(changeOf(path), before, after) ?? '');
}

const linesBetween = (before: string, after: string) =>
  hunksBetween(before, after).flatMap(({ lines }) => lines);
const textOf = ({ text, hasOddEnding }: Line) => text + (hasOddEnding ? '\\r' : '');

test('lines have their numbers on both sides', () => {
  const lines = linesBetween('a\nb\nc\n', 'a\nB\nc\nd\n');

  expect(lines.map(({ kind, before, after, text }) => [kind, before, after, text])).toEqual([
    ['same', 1, 1, 'a'],
    ['removed', 2, undefined, 'b'],
    ['added', undefined, 2, 'B'],
    ['same', 3, 3, 'c'],
    ['added', undefined, 4, 'd'],
  ]);
});

test('a missing newline at the end is said of the side that misses it', () => {
  const lines = linesBetween('a\n', 'a');

  expect(lines.map(({ kind }) => kind)).toEqual(['removed', 'added', 'note']);
  expect(lines.at(-1)?.text).toBe('No newline at end of file');
});

test('CR LF is said where it is new, and not where all lines have it', () => {
  expect(linesBetween('a\nb\n', 'a\r\nb\n').map(textOf)).toEqual(['a', 'a\\r', 'b']);
  expect(linesBetween('a\r\nb\r\n', 'a\r\nc\r\n').map(textOf)).toEqual(['a', 'b', 'c']);
});

test('an empty file, and one that has only another name, have no lines', () => {
  expect(hunksOf(patchOf(changeOf('empty.sql', 'added'), '', '') ?? '')).toEqual([]);
  expect(hunksOf(patchOf(changeOf('b.sql', 'renamed'), '', '') ?? '')).toEqual([]);
  expect(hunksOf('')).toEqual([]);
});

test('of lines that replace each other the words that differ are marked', () => {
  const [removed, added] = linesBetween('SELECT id, amount\n', 'SELECT id, total\n');

  expect(removed?.pieces?.filter(({ isChanged }) => isChanged).map(({ text }) => text)).toEqual(['amount']);
  expect(added?.pieces?.filter(({ isChanged }) => isChanged).map(({ text }) => text)).toEqual(['total']);
});

test('lines with little in common, very long ones, and many at once are left whole', () => {
  const many = (word: string) => Array.from({ length: 150 }, (_, n) => `SELECT ${n} ${word}\n`).join('');

  expect(linesBetween('SELECT 1\n', 'import duckdb\n').some(({ pieces }) => pieces)).toBe(false);
  expect(linesBetween(`${'x '.repeat(600)}1\n`, `${'x '.repeat(600)}2\n`).some(({ pieces }) => pieces)).toBe(
    false,
  );
  expect(linesBetween(many('a'), many('b')).some(({ pieces }) => pieces)).toBe(false);
});

test.each(['a b#c?d%20+e&f=g.sql', `"quoted" 'it'.sql`, 'ünï/日本.sql', 'a b/a b/x b/y', '--- a', '+++ b/x'])(
  'the name %j does not disturb the reading',
  (path) => {
    expect(hunksBetween('a\n', 'b\n', path).flatMap(({ lines }) => lines.map(({ text }) => text))).toEqual([
      'a',
      'b',
    ]);
  },
);

test.each([
  ['', 'a\n', '@@ -0,0 +1,1 @@'],
  ['a\n', '', '@@ -1,1 +0,0 @@'],
  ['a\nb\n', 'a\nc\n', '@@ -1,2 +1,2 @@'],
])('from %j to %j the head is what git writes: %s', (before, after, head) => {
  expect(hunksBetween(before, after).map((hunk) => hunk.head)).toEqual([head]);
});

test('what is read is what was written, on both sides, whatever it is', () => {
  // Lines that look like parts of a patch, and all that might end a line.
  const line = fc.constantFrom(
    '',
    'a',
    '-- b',
    '++ c',
    '@@ -1,1 +1,1 @@',
    '\\ No',
    'diff --git a/x b/x',
    '\r',
    '\f\u2028',
    ' ',
  );
  const text = fc
    .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
    .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''));
  const shown = (hunks: readonly Hunk[], without: Line['kind']) =>
    hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== without && kind !== 'note'));

  fc.assert(
    fc.property(text, text, (before, after) => {
      const hunks = hunksBetween(before, after);
      for (const [side, content, without] of [
        ['before', before, 'added'],
        ['after', after, 'removed'],
      ] as const) {
        const lines = content.split('\n');
        for (const found of shown(hunks, without)) {
          const original = lines[(found[side] ?? 0) - 1];
          expect(found.text).toBe(original?.replace(/\r$/, ''));
          if (found.pieces) expect(found.pieces.map((piece) => piece.text).join('')).toBe(found.text);
        }
      }
      const added = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'added')).length;
      const removed = hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind === 'removed')).length;
      const lineCount = (content: string) =>
        content === '' ? 0 : content.replace(/\n$/, '').split('\n').length;
      expect(added - removed).toBe(lineCount(after) - lineCount(before));
    }),
    { numRuns: 1_000 },
  );
});
