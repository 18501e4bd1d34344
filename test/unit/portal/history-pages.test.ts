// How pages of a history fit together, in whatever order they come.
import { expect, test } from 'vitest';
import type { PipelineVersionList, PipelineVersionSummary } from '../../../client/types.ts';
import {
  EMPTY_HISTORY,
  type History,
  nextPage,
  type Rows,
  withPage,
} from '../../../portal/service/history-pages.ts';

function page(newest: number, oldest: number): PipelineVersionList {
  const numbers = Array.from({ length: newest - oldest + 1 }, (_, index) => newest - index);
  const versions = numbers.map((version_number) => ({ version_number }) as PipelineVersionSummary);
  return { versions, total: newest, next_cursor: oldest === 1 ? null : `below ${oldest}` };
}

const read = (...pages: readonly PipelineVersionList[]): History => pages.reduce(withPage, EMPTY_HISTORY);

const rows = (newest: number, oldest: number, total = newest): Rows => ({ total, newest, oldest });

test('the first page comes first', () => {
  expect(nextPage(EMPTY_HISTORY, rows(120, 110))).toEqual({ cursor: undefined, limit: 50 });
});

test('nothing is asked for that is there', () => {
  const history = read(page(120, 71));

  expect(nextPage(history, rows(120, 71))).toBeUndefined();
  expect(nextPage(history, rows(90, 80, 120))).toBeUndefined();
});

test('reading goes on below what is there', () => {
  expect(nextPage(read(page(120, 71)), rows(75, 60, 120))).toEqual({ cursor: 'below 71', limit: 50 });
});

test('whoever jumps far gets there in large pages', () => {
  expect(nextPage(read(page(1_000, 951)), rows(12, 1, 1_000))).toEqual({ cursor: 'below 951', limit: 200 });
});

test('a version published meanwhile joins what is there', () => {
  const history = read(page(120, 71), page(121, 72));

  expect(history.runs).toEqual([{ newest: 121, oldest: 71, cursor: 'below 71' }]);
  expect([...history.versions.keys()]).toHaveLength(51);
});

test('pages side by side join', () => {
  expect(read(page(70, 21), page(120, 71)).runs).toEqual([{ newest: 120, oldest: 21, cursor: 'below 21' }]);
});

test('a gap of more than a page is read from above, down to what is there', () => {
  const gap = read(page(120, 71), page(300, 251));
  expect(gap.runs).toHaveLength(2);
  expect(nextPage(gap, rows(260, 240, 300))).toEqual({ cursor: 'below 251', limit: 50 });

  const closed = [page(250, 201), page(200, 151), page(150, 101)].reduce(withPage, gap);

  expect(closed.runs).toEqual([{ newest: 300, oldest: 71, cursor: 'below 71' }]);
  expect(nextPage(closed, rows(300, 71))).toBeUndefined();
});

test('of what others published meanwhile, only that is asked for', () => {
  const history = read(page(120, 71));

  expect(nextPage(history, rows(121, 90))).toEqual({ cursor: undefined, limit: 1 });
  expect(nextPage(history, rows(123, 123, 150))).toEqual({ cursor: undefined, limit: 30 });
  expect(nextPage(history, rows(181, 150))).toEqual({ cursor: undefined, limit: 50 });
});

test('the rest of a gap is read without what lies below it', () => {
  const gap = read(page(120, 71), page(181, 132));

  expect(nextPage(gap, rows(140, 100, 181))).toEqual({ cursor: 'below 132', limit: 11 });
});

test('a jump with nothing read yet takes a large page', () => {
  expect(nextPage(EMPTY_HISTORY, rows(12, 1, 1_000))).toEqual({ cursor: undefined, limit: 200 });
});

test('a page that is there already changes nothing', () => {
  const history = read(page(120, 71), page(70, 21));

  expect(withPage(history, page(100, 51)).runs).toEqual(history.runs);
});

test('an empty page changes nothing', () => {
  expect(withPage(EMPTY_HISTORY, { versions: [], total: 0, next_cursor: null })).toBe(EMPTY_HISTORY);
});

test('a version without a cursor to go on from joins the one before, else the newest are read', () => {
  const made = { ...page(121, 121), next_cursor: null };
  const joined = read(page(120, 71), made);
  expect(joined.runs).toEqual([{ newest: 121, oldest: 71, cursor: 'below 71' }]);

  expect(nextPage(read(made), rows(121, 100))).toEqual({ cursor: undefined, limit: 50 });
});
