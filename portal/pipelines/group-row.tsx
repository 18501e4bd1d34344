// The heading of a namespace's layer, and how many of its pipelines are listed.
import type { GroupRow as Group } from './grouped.ts';

/** Where a row is among all, and in CSS pixels below the first. */
export interface Place {
  readonly index: number;
  readonly top: number;
}

/** For assistive technology the table's own heading is the first row. */
export const rowIndex = ({ index }: Place) => index + 2;

export function GroupRow({ row, place }: { readonly row: Group; readonly place: Place }) {
  return (
    <tr class="group" data-index={place.index} aria-rowindex={rowIndex(place)} style={{ top: place.top }}>
      <th scope="colgroup" colSpan={6}>
        {row.key} <span class="faint">{row.count.toLocaleString('en')}</span>
      </th>
    </tr>
  );
}
