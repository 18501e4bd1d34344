// The list as a table. Only the rows in view are in the page. Arrow keys move from name to name.
import type { RefObject } from 'preact';
import { useImperativeHandle, useRef } from 'preact/hooks';
import { ColumnHead } from './column-head.tsx';
import { GroupRow } from './group-row.tsx';
import type { Row } from './grouped.ts';
import { PipelineRow } from './pipeline-row.tsx';
import { useKeptPlace } from './use-kept-place.ts';
import { useRowFocus } from './use-row-focus.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

export interface TableHandle {
  focusFirst(): void;
}

interface Props {
  readonly handle: RefObject<TableHandle>;
  readonly rows: readonly Row[];
  readonly isComplete: boolean;
  /** As in sorted.ts; empty: by namespace and layer. */
  readonly sort: string;
  readonly onSort: (sort: string) => void;
  /** Called for the up arrow on the first row. */
  readonly onUp: () => void;
}

const COLUMNS = [
  { label: 'Name', sort: 'name' },
  { label: 'State', sort: 'attention' },
  { label: 'Type', sort: 'type' },
  { label: 'Last message' },
  { label: 'By', sort: 'by' },
  { label: 'Published', sort: 'published', beginsDown: true },
] as const;

export function PipelineTable({ handle, rows, isComplete, sort, onSort, onUp }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const focus = useRowFocus(body, rows);
  const shown = useVirtualRows(body, rows, focus.index);
  useKeptPlace(rows, shown, isComplete);
  useImperativeHandle(handle, () => ({ focusFirst: () => focus.move(-1, 1) }));

  function move(from: number, step: 1 | -1): void {
    if (!focus.move(from, step) && step === -1) onUp();
  }
  const isSigned = rows.some((row) => row.kind === 'pipeline' && row.pipeline.published_by !== null);
  return (
    <table
      class={isSigned ? 'pipelines signed' : 'pipelines'}
      aria-label="Pipelines"
      aria-rowcount={isComplete ? rows.length + 1 : -1}
    >
      <thead>
        <tr aria-rowindex={1}>
          {COLUMNS.map((column) => (
            <ColumnHead key={column.label} {...column} chosen={sort} onChosen={onSort} />
          ))}
        </tr>
      </thead>
      <tbody ref={body} style={{ height: shown.starts.at(-1) }}>
        {shown.items.map(({ index }) => {
          const row = rows[index];
          const place = { index, top: shown.starts[index] ?? 0 };
          if (row === undefined) return null;
          if (row.kind === 'group') return <GroupRow key={row.key} row={row} place={place} />;
          return (
            <PipelineRow
              key={row.key}
              pipeline={row.pipeline}
              isAlone={sort !== ''}
              place={place}
              onFocus={() => focus.note(row.key)}
              onMove={(step) => move(index, step)}
            />
          );
        })}
      </tbody>
    </table>
  );
}
