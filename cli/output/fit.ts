// Makes the columns of a table narrow enough for a terminal.
import cliTruncate from 'cli-truncate';

/** Names lose their middle, and sentences their end. What has neither stays as it is. */
export type Shorten = 'middle' | 'end';

export interface Column {
  readonly width: number;
  readonly shorten: Shorten | undefined;
}

/** Sentences give way before names, and neither to fewer columns than the last lines need to be of any use. */
const TURNS = [
  ['end', 24],
  ['middle', 24],
  ['end', 12],
  ['middle', 12],
] as const;

/** The widths of the columns, as narrow as they can be where the screen is too narrow even for that. */
export function fitted(columns: readonly Column[], room: number): readonly number[] {
  const widths = columns.map(({ width }) => width);
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  for (const [turn, least] of TURNS)
    for (const [index, { shorten }] of columns.entries()) {
      const width = widths[index] ?? 0;
      if (shorten !== turn || excess <= 0 || width <= least) continue;
      const loss = Math.min(excess, width - least);
      widths[index] = width - loss;
      excess -= loss;
    }
  return widths;
}

export function shortened(text: string, width: number, shorten: Shorten): string {
  return cliTruncate(text, width, { position: shorten, preferTruncationOnSpace: shorten === 'end' });
}
