// Tracks the row with the focus, or the one that had it when its pipeline was opened. That row stays drawn when it
// scrolls out of view.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { neighbour, type Row } from './grouped.ts';
import { openedRow } from './use-kept-place.ts';

export interface RowFocus {
  /** -1: none. */
  readonly index: number;
  /** Records a focus that the browser moved. */
  note(key: string): void;
  /** Moves to the next pipeline above or below; `false` if there is none. */
  move(from: number, step: 1 | -1): boolean;
}

export function useRowFocus(body: RefObject<HTMLElement>, rows: readonly Row[]): RowFocus {
  const [row, setRow] = useState<{ readonly key: string | undefined }>(() => ({ key: openedRow() }));
  const pending = useRef<'return' | 'move' | undefined>('return');
  const index = rows.findIndex(({ key }) => key === row.key);

  // A row must be drawn before it can take the focus.
  useLayoutEffect(() => {
    const link = body.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
    if (pending.current === undefined || !link) return;
    const isMove = pending.current === 'move';
    pending.current = undefined;
    // The person may have moved the focus elsewhere meanwhile; leave it there.
    if (!isMove && !document.activeElement?.contains(link)) return;
    link.focus({ preventScroll: true });
    if (isMove) link.scrollIntoView({ block: 'nearest' });
  });

  return {
    index,
    note: (key) => setRow({ key }),
    move(from, step) {
      const to = neighbour(rows, from, step);
      if (to === undefined) return false;
      pending.current = 'move';
      setRow({ key: rows[to]?.key });
      return true;
    },
  };
}
