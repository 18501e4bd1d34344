// What rows of the history say besides the version itself: its day, and how many lines it changed.
import { expect, test } from 'vitest';
import type { Comparison, FileChange } from '../../../client/types.ts';
import { changedLines } from '../../../portal/history/changed-lines.ts';
import { dayAbove, dayOf } from '../../../portal/history/day.ts';

const at = (...[year, month, day, hour]: [number, number, number, number]) =>
  new Date(year, month - 1, day, hour).toISOString();

test.each([
  [at(2026, 11, 20, 0), 'Today'],
  [at(2026, 11, 19, 23), 'Yesterday'],
  [at(2026, 11, 18, 23), 'Wednesday, November 18, 2026'],
])('%s is %s', (time, day) => {
  expect(dayOf(time, new Date(2026, 10, 20, 1))).toBe(day);
});

test('the day before the first of a month is yesterday', () => {
  expect(dayOf(at(2026, 2, 28, 12), new Date(2026, 2, 1, 12))).toBe('Yesterday');
});

test('a day stands above its newest version, once both versions are known', () => {
  const [newer, same, older] = [at(2020, 5, 2, 10), at(2020, 5, 2, 9), at(2020, 5, 1, 9)].map(
    (created_at) => ({
      created_at,
    }),
  );

  expect(dayAbove(newer, undefined, true)).toBe('Saturday, May 2, 2020');
  expect(dayAbove(same, newer, false)).toBeUndefined();
  expect(dayAbove(older, same, false)).toBe('Friday, May 1, 2020');
  expect(dayAbove(older, undefined, false)).toBeUndefined();
  expect(dayAbove(undefined, same, false)).toBeUndefined();
});

const comparison = (...patches: readonly (string | undefined)[]) =>
  ({
    files: patches.map(
      (patch, index) => ({ path: `${index}`, ...(patch !== undefined && { patch }) }) as FileChange,
    ),
  }) as unknown as Comparison;

test('lines are counted within hunks, not in the names above them', () => {
  const patch = '--- a/x.sql\n+++ b/x.sql\n@@ -1,2 +1,3 @@\n-a\n+b\n+++c\n same\n';

  expect(changedLines(comparison(patch, patch))).toEqual({ added: 4, removed: 2 });
  expect(changedLines(comparison(''))).toEqual({ added: 0, removed: 0 });
});

test('without the patch of each file nothing is counted', () => {
  expect(changedLines(comparison('@@ -1 +1 @@\n-a\n+b\n', undefined))).toBeUndefined();
});
