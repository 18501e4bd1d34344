// Tables without borders, as kubectl and gh have them.
import Table from 'cli-table3';
import type { Colors } from './colors.ts';

const NO_BORDERS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' },
};

export type Row = readonly string[];

/** Without a head: names and values. */
export function table(rows: readonly Row[], colors: Colors, head: Row = []): string {
  const table = new Table({
    chars: NO_BORDERS,
    // Colours are ours: the library's own do not know about NO_COLOR.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  if (head.length > 0) table.push(head.map((title) => colors.dim(title)));
  // A line feed within a cell would look like a row.
  table.push(...rows.map((row) => row.map((cell) => cell.replaceAll('\n', '\\n'))));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
