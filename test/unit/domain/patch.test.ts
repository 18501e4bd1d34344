// Patches are checked by applying them, with the library's own reader of patches.
import { applyPatch, parsePatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, FileChange } from '../../../functions/domain/comparison.ts';
import { MAX_EDITED_LINES, patchOf, textOf } from '../../../functions/domain/patch.ts';
import type { DraftFile } from '../../../functions/domain/snapshot.ts';
import { samples } from '../../support/samples.ts';

const file = (path: string): DraftFile => ({ path, etag: 'e', size: 1 });

function changed(change: Change, path = 'pipeline.sql', before = path): FileChange<DraftFile> {
  const from = change === 'added' ? null : file(before);
  return { path, change, from, to: change === 'removed' ? null : file(path) };
}

const modified = (before: string, after: string) => patchOf(changed('modified'), before, after);
const applied = (before: string, patch: string | null) =>
  applyPatch(before, patch ?? 'no patch', { autoConvertLineEndings: false });
const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => `${line(n)}\n`).join('');

test('a patch is what git diff writes', () => {
  expect(modified('a\nb\nc\nd\ne\n', 'a\nb\nc\nd\nE')).toBe(`diff --git a/pipeline.sql b/pipeline.sql
--- a/pipeline.sql
+++ b/pipeline.sql
@@ -2,4 +2,4 @@
 b
 c
 d
-e
+E
\\ No newline at end of file
`);
  expect(patchOf(changed('added'), '', 'a\n')).toBe(`diff --git a/pipeline.sql b/pipeline.sql
new file mode 100644
--- /dev/null
+++ b/pipeline.sql
@@ -0,0 +1,1 @@
+a
`);
  expect(patchOf(changed('removed'), 'a', '')).toBe(`diff --git a/pipeline.sql b/pipeline.sql
deleted file mode 100644
--- a/pipeline.sql
+++ /dev/null
@@ -1,1 +0,0 @@
-a
\\ No newline at end of file
`);
  expect(patchOf(changed('renamed', 'new.sql', 'old.sql'), '', '')).toBe(`diff --git a/old.sql b/new.sql
rename from old.sql
rename to new.sql
`);
});

test('an empty file that is added or removed has a patch without lines', () => {
  expect(patchOf(changed('added'), '', '')).toBe(
    'diff --git a/pipeline.sql b/pipeline.sql\nnew file mode 100644\n',
  );
  expect(patchOf(changed('removed'), '', '')).toBe(
    'diff --git a/pipeline.sql b/pipeline.sql\ndeleted file mode 100644\n',
  );
});

test('a modified file whose text is the same has an empty patch', () => {
  expect(modified('a\n', 'a\n')).toBe('');
});

describe('applied to the old text, a patch gives the new one:', () => {
  test.for([
    ['an end of line that goes', 'a\nb\n', 'a\nb'],
    ['an end of line that comes', 'a\nb', 'a\nb\n'],
    ['none on either side', 'a\nb', 'a\nc'],
    ['CRLF', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
    ['CRLF that becomes LF', 'a\r\nb\r\n', 'a\nb\n'],
    ['both mixed', 'a\r\nb\nc\r', 'a\nb\r\nc\r\r'],
    ['a byte order mark that comes', 'a\n', '\ufeffa\n'],
    ['a byte order mark that stays', '\ufeffa\nb\n', '\ufeffa\nc\n'],
    ['an emptied file', 'a\nb\n', ''],
    ['a filled file', '', 'a\nb'],
    ['nothing but an end of line', '', '\n'],
    [
      'lines that look like a patch',
      '--- a/x\n+++ b/x\n@@ -1,1 +1,1 @@\n',
      '-- a\n@@ -1 @@\ndiff --git a/x b/x\n',
    ],
    ['other separators', 'a\u2028b\u0085c\fd\ve\n', 'a\u2028B\u0085c\fd\ve\n'],
    ['emoji', '🚀\n🧪\n', '🧪\n🚀'],
  ] as const)('%s', ([_, before, after]) => {
    expect(applied(before, modified(before, after))).toBe(after);
  });

  test('any two texts', () => {
    const text = fc.array(
      fc.constantFrom('a', 'b', '', ' x', '-y', '+z', '\r', '\\ No newline at end of file'),
    );
    const anyText = fc.tuple(text, fc.boolean()).map(([all, ends]) => all.join('\n') + (ends ? '\n' : ''));

    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        const patch = modified(before, after);
        expect(patch === '' ? before : applied(before, patch)).toBe(after);
      }),
      { numRuns: samples(2_000) },
    );
  });
});

test.for([
  'two words.sql',
  `it's "quoted".sql`,
  'back\\slash.sql',
  'line\nbreak and\ttab.sql',
  'größe/データ/🚀.sql',
  'a/b/c b/d.sql',
  '//double//slashes.sql',
  'dev/null',
])('the name %j is in the header, and comes back from it', (path) => {
  const [patch] = parsePatch(patchOf(changed('modified', path), 'a\n', 'b\n') ?? '');
  const [renamed] = parsePatch(patchOf(changed('renamed', `new ${path}`, path), '', '') ?? '');

  expect(patch).toMatchObject({ oldFileName: `a/${path}`, newFileName: `b/${path}` });
  expect(renamed).toMatchObject({ isRename: true, oldFileName: `a/${path}`, newFileName: `b/new ${path}` });
});

// To compare them to the end would take hours.
test('two long texts with nothing in common are given up', () => {
  const [before, after] = [lines(40_000, (n) => `a${n}`), lines(40_000, (n) => `b${n}`)];

  expect(modified(before, after)).toBeNull();
});

test('a comparison that has no steps left is given up, and they are off the budget', () => {
  const [before, after] = [lines(1_000, (n) => `${n % 7}`), lines(1_000, (n) => `${(n * n) % 11}`)];
  const [enough, few] = [{ left: 1_000_000 }, { left: 10_000 }];

  expect(applied(before, patchOf(changed('modified'), before, after, enough))).toBe(after);
  expect(patchOf(changed('modified'), before, after, few)).toBeNull();

  expect(enough.left).toBeGreaterThan(0);
  expect(enough.left).toBeLessThan(990_000);
  expect(few.left).toBeLessThanOrEqual(0);
});

test('reading the lines of both texts is off the budget, and one that this uses up is given up', () => {
  const [before, after] = [lines(100, (n) => `${n}`), lines(101, (n) => `${n}`)];
  const [left, justTooFew] = [{ left: 10_000 }, { left: 201 }];

  expect(patchOf(changed('modified'), before, after, left)).not.toBeNull();
  expect(patchOf(changed('modified'), before, after, justTooFew)).toBeNull();
  expect(left.left).toBeLessThanOrEqual(10_000 - 201);
  expect(justTooFew.left).toBe(0);
});

test('text is UTF-8 without NUL, with its byte order mark', () => {
  expect(textOf(Buffer.from('\ufeffä\r\n'))).toBe('\ufeffä\r\n');
  expect(textOf(new Uint8Array())).toBe('');
  expect(textOf(Buffer.from('a\0b'))).toBeNull();
  expect(textOf(Buffer.from([0xff, 0xfe, 0x41]))).toBeNull();
  expect(textOf(Buffer.from([0xed, 0xa0, 0x80]))).toBeNull(); // half of a surrogate pair
});

test('two texts that differ in as many lines as may be have a patch', () => {
  const half = MAX_EDITED_LINES / 2;
  const [before, after] = [lines(half, (n) => `a${n}`), lines(half, (n) => `b${n}`)];

  const patch = modified(before, after);

  expect(applied(before, patch)).toBe(after);
});

test('a file that is added or removed, or was short, has its patch, however many lines it has', () => {
  const text = '\n'.repeat(256 * 1024);

  expect(patchOf(changed('added'), '', text)?.length).toBeGreaterThan(2 * text.length);
  expect(patchOf(changed('removed'), text, '')?.length).toBeGreaterThan(2 * text.length);
  expect(modified('short', text)?.length).toBeGreaterThan(2 * text.length);
});
