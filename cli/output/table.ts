// Tables as gh has them: aligned and no wider than a terminal; whole, with tabs between and no head, in a pipe.
import Table from 'cli-table3';
import stringWidth from 'string-width';
import { fitted, type Shorten, shortened } from './fit.ts';
import { escapedLine } from './quoted.ts';
import type { Screen } from './screen.ts';

const GAP = '  ';

const NO_BORDERS = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: GAP },
};

export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
  /** What it may lose on a narrow terminal; all of it stays if left out. */
  readonly shorten?: Shorten;
}

export type Row = readonly (string | Cell)[];

/** Without a head: names and values. */
export function table(rows: readonly Row[], screen: Screen, head: readonly string[] = []): string {
  const cells = rows.map((row) => row.map(cellOf));
  if (screen.columns === null) return cells.map((row) => row.map(painted).join('\t')).join('\n');
  const titles = head.length > 0 ? [head.map((text) => ({ text, paint: screen.dim }))] : [];
  return aligned(narrowed([...titles, ...cells], screen.columns));
}

/** A line feed within a cell would look like a row, and a tab like a cell. */
function cellOf(cell: string | Cell): Cell {
  const whole = typeof cell === 'string' ? { text: cell } : cell;
  return { ...whole, text: escapedLine(whole.text) };
}

function painted({ text, paint }: Cell): string {
  return paint ? paint(text) : text;
}

function narrowed(rows: readonly (readonly Cell[])[], screenColumns: number): readonly (readonly Cell[])[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const columns = Array.from({ length: count }, (_, column) => {
    const cells = rows.flatMap((row) => row[column] ?? []);
    const width = Math.max(...cells.map(({ text }) => stringWidth(text)));
    return { width, shorten: cells.find(({ shorten }) => shorten)?.shorten };
  });
  const widths = fitted(columns, screenColumns - GAP.length * (count - 1));
  const narrow = (cell: Cell, column: number): Cell => {
    const width = widths[column] ?? 0;
    if (!cell.shorten || stringWidth(cell.text) <= width) return cell;
    return { ...cell, text: shortened(cell.text, width, cell.shorten) };
  };
  return rows.map((row) => row.map(narrow));
}

function aligned(rows: readonly (readonly Cell[])[]): string {
  const table = new Table({
    chars: NO_BORDERS,
    // Colours are ours: the library's own do not know about NO_COLOR.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...rows.map((row) => row.map(painted)));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
