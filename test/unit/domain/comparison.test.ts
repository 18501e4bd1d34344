import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changesByPath,
  type FileChange,
  summaryOf,
  withRenames,
} from '../../../functions/domain/comparison.ts';
import { type DraftFile, inReadingOrder } from '../../../functions/domain/snapshot.ts';
import { samples } from '../../support/samples.ts';

const file = (path: string, etag = 'e', size = 1): DraftFile => ({ path, etag, size });
// Few names and contents, so that equal ones meet.
const anyPath = fc
  .tuple(fc.constantFrom('', 'a/', 'b/', '__proto__/'), fc.constantFrom('x', 'y', 'z.sql', 'ö "\n'))
  .map((parts) => parts.join(''));
const anyFile = fc.record({
  path: anyPath,
  etag: fc.constantFrom('e', 'f'),
  size: fc.constantFrom(0, 1),
});
const anyFiles = fc.uniqueArray(anyFile, { selector: ({ path }) => path });

const compare = (from: readonly DraftFile[], to: readonly DraftFile[]) =>
  withRenames(changesByPath(from, to));
const shown = (changes: readonly FileChange<DraftFile>[]) =>
  changes.map(({ change, from, to }) => [change, from?.path ?? null, to?.path ?? null]);

test('files are added, modified, removed or unchanged, by content and sorted by path', () => {
  const from = [file('same'), file('edited'), file('grown'), file('gone', 'g')];
  const to = [file('same'), file('edited', 'f'), file('grown', 'e', 2), file('fresh', 'n')];

  const changes = changesByPath(from, to);

  expect(shown(changes)).toEqual([
    ['modified', 'edited', 'edited'],
    ['added', null, 'fresh'],
    ['removed', 'gone', null],
    ['modified', 'grown', 'grown'],
    ['unchanged', 'same', 'same'],
  ]);
  expect(summaryOf(changes)).toEqual({ added: 1, modified: 2, removed: 1, renamed: 0, unchanged: 1 });
});

test('a file that is at another path with the same content is renamed, and named by where it is now', () => {
  expect(compare([file('old.sql')], [file('new.sql')])).toEqual([
    { path: 'new.sql', change: 'renamed', from: file('old.sql'), to: file('new.sql') },
  ]);
});

test('a file that is copied, or moved and edited, is not renamed', () => {
  expect(shown(compare([file('a')], [file('a'), file('b')]))).toEqual([
    ['unchanged', 'a', 'a'],
    ['added', null, 'b'],
  ]);
  expect(shown(compare([file('a')], [file('b', 'f')]))).toEqual([
    ['removed', 'a', null],
    ['added', null, 'b'],
  ]);
});

test('of several files with the same content, those with the same name are paired, then the others by path', () => {
  const from = [file('old/a'), file('old/b'), file('old/c')];
  const to = [file('new/0'), file('new/a'), file('new/z')];

  expect(shown(compare(from, to))).toEqual([
    ['renamed', 'old/b', 'new/0'],
    ['renamed', 'old/a', 'new/a'],
    ['renamed', 'old/c', 'new/z'],
  ]);
});

test('what is left over when one of several equal files goes is removed, or added', () => {
  expect(shown(compare([file('a'), file('b')], [file('c')]))).toEqual([
    ['removed', 'b', null],
    ['renamed', 'a', 'c'],
  ]);
  expect(shown(compare([file('c')], [file('a'), file('b')]))).toEqual([
    ['renamed', 'c', 'a'],
    ['added', null, 'b'],
  ]);
});

describe('for any two sets of files,', () => {
  const bothWays = (property: (from: readonly DraftFile[], to: readonly DraftFile[]) => void) =>
    fc.assert(fc.property(anyFiles, anyFiles, property), { numRuns: samples(2_000) });

  test('what is compared with itself has not changed', () => {
    bothWays((files) => {
      expect(compare(files, files).every(({ change }) => change === 'unchanged')).toBe(true);
      expect(summaryOf(compare(files, files)).unchanged).toBe(files.length);
    });
  });

  test('the other way round, added is removed, and the same files are renamed', () => {
    const turned = {
      added: 'removed',
      removed: 'added',
      modified: 'modified',
      renamed: 'renamed',
      unchanged: 'unchanged',
    };
    const key = (parts: readonly unknown[]) => JSON.stringify(parts);

    bothWays((from, to) => {
      const there = compare(from, to).map((c) => key([c.change, c.from, c.to]));
      const back = compare(to, from).map((c) => key([turned[c.change], c.to, c.from]));

      expect(back.toSorted()).toEqual(there.toSorted());
    });
  });

  test('the order in which they were listed makes no difference', () => {
    bothWays((from, to) => {
      expect(compare(from.toReversed(), to.toReversed())).toEqual(compare(from, to));
    });
  });

  test('the changes turn the one into the other', () => {
    bothWays((from, to) => {
      const files = new Map(from.map((each) => [each.path, each]));
      const changes = compare(from, to).filter(({ change }) => change !== 'unchanged');
      for (const change of changes) if (change.from) files.delete(change.from.path);
      for (const change of changes) if (change.to) files.set(change.to.path, change.to);

      const sorted = (set: Iterable<DraftFile>) => [...set].map((f) => JSON.stringify(f)).toSorted();
      expect(sorted(files.values())).toEqual(sorted(to));
    });
  });

  test('no pair is missed: nothing is both removed and added', () => {
    bothWays((from, to) => {
      const changes = compare(from, to);
      const contents = (wanted: string) =>
        changes
          .filter(({ change }) => change === wanted)
          .map((c) => `${(c.to ?? c.from)?.etag} ${(c.to ?? c.from)?.size}`);

      expect(contents('added').filter((content) => contents('removed').includes(content))).toEqual([]);
    });
  });
});

test('people read the source first, then the configuration, the quality tests and the rest, each by path', () => {
  const paths = [
    'a.md',
    'config.yaml',
    'pipeline.py',
    'pipeline.sql',
    'sub/config.yaml',
    'sub/pipeline.sql',
    'tests/quality/a.sql',
    'tests/quality/b.sql',
    'tests/quality/deep/c.sql',
  ];

  expect(inReadingOrder(paths.map((path) => file(path))).map(({ path }) => path)).toEqual([
    'pipeline.py',
    'pipeline.sql',
    'config.yaml',
    'tests/quality/a.sql',
    'tests/quality/b.sql',
    'a.md',
    'sub/config.yaml',
    'sub/pipeline.sql',
    'tests/quality/deep/c.sql',
  ]);
});
