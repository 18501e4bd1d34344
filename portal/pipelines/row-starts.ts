// Where rows begin. There are two heights: a heading's and a pipeline's.
import type { Row } from './grouped.ts';

/** In CSS pixels. */
export type Heights = Readonly<Record<Row['kind'], number>>;

/** Below the first row, for each row, and last where all of them end. */
export function rowStarts(rows: readonly Row[], heights: Heights): readonly number[] {
  const starts = [0];
  let end = 0;
  for (const { kind } of rows) {
    end += heights[kind];
    starts.push(end);
  }
  return starts;
}

/** How far to scroll for the row at `offset` to stay where it is, though others have come or gone above it. */
export function shiftOf(before: Placed, after: Placed, offset: number): number {
  const first = before.starts.findLastIndex((start) => start <= offset);
  const key = before.rows[first]?.key;
  const now = after.rows.findIndex((row) => row.key === key);
  return now < 0 ? 0 : startAt(after, now) - startAt(before, first);
}

export interface Placed {
  readonly rows: readonly Row[];
  readonly starts: readonly number[];
}

const startAt = ({ starts }: Placed, index: number) => starts[index] ?? 0;
