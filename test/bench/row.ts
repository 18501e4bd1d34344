// A line of one of the report's tables.

const NAME_WIDTH = 52;
const CELL_WIDTH = 11;

/** Cells are as wide as their column's title, if that is given and wider than usual. */
export function row(name: string, cells: readonly string[], titles: readonly string[] = []): string {
  const padded = cells.map((cell, column) => {
    return cell.padStart(Math.max(CELL_WIDTH, (titles[column] ?? '').length + 2));
  });
  return [name.padEnd(NAME_WIDTH), ...padded].join('').trimEnd();
}
