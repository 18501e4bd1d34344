// The heading of a namespace's layer, with the number of its pipelines in the list.
import type { GroupRow as Group } from './grouped.ts';

/** A row's index, and its distance from the first row in CSS pixels. */
export interface Place {
  readonly index: number;
  readonly top: number;
}

/** `aria-rowindex` counts from 1, and the column headings are row 1. */
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
