// The heading of a column: it sorts by it, then the other way round, then as usual again.
import ArrowDown from 'lucide-preact/icons/arrow-down.mjs';
import ArrowUp from 'lucide-preact/icons/arrow-up.mjs';

interface Props {
  readonly label: string;
  /** What the address calls the order; without it the column sorts nothing. */
  readonly sort?: string;
  /** Its first order has the latest on top. */
  readonly beginsDown?: boolean;
  readonly chosen: string;
  readonly onChosen: (sort: string) => void;
}

export function ColumnHead({ label, sort, beginsDown = false, chosen, onChosen }: Props) {
  const style = label === 'By' ? 'by' : undefined;
  if (sort === undefined)
    return (
      <th scope="col" class={style}>
        {label}
      </th>
    );
  const isTurned = chosen === `-${sort}`;
  const isSorted = chosen === sort || isTurned;
  const isDown = isTurned !== beginsDown;
  const next = isTurned ? '' : `${isSorted ? '-' : ''}${sort}`;
  const order = isDown ? 'descending' : 'ascending';
  return (
    <th scope="col" class={style} aria-sort={isSorted ? order : undefined}>
      <button type="button" class="quiet" onClick={() => onChosen(next)}>
        {label}
        {isSorted && !isDown && <ArrowUp size={12} aria-hidden="true" />}
        {isSorted && isDown && <ArrowDown size={12} aria-hidden="true" />}
      </button>
    </th>
  );
}
