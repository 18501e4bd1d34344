// The positions of rows, which have two heights: that of a heading and that of a pipeline.
import type { Row } from './grouped.ts';

/** In CSS pixels. */
export type Heights = Readonly<Record<Row['kind'], number>>;

/** Each row's distance from the first one, then the end of the last row. */
export function rowStarts(rows: readonly Row[], heights: Heights): readonly number[] {
  const starts = [0];
  let end = 0;
  for (const { kind } of rows) {
    end += heights[kind];
    starts.push(end);
  }
  return starts;
}

/** The distance to scroll so that the row at `offset` stays in place when rows above it come or go. */
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
