// Which row has the focus, or had it when its pipeline was opened. It stays in the page however far it is scrolled away.
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { neighbour, type Row } from './grouped.ts';
import { openedRow } from './use-kept-place.ts';

export interface RowFocus {
  /** -1: none. */
  readonly index: number;
  /** For whatever gets the focus by itself. */
  note(key: string): void;
  /** To the next pipeline above or below; false where there is none. */
  move(from: number, step: 1 | -1): boolean;
}

export function useRowFocus(body: RefObject<HTMLElement>, rows: readonly Row[]): RowFocus {
  const [row, setRow] = useState<{ readonly key: string | undefined }>(() => ({ key: openedRow() }));
  const pending = useRef<'return' | 'move' | undefined>('return');
  const index = rows.findIndex(({ key }) => key === row.key);

  // A row must be in the page before it can have the focus.
  useLayoutEffect(() => {
    const link = body.current?.querySelector<HTMLElement>(`[data-index="${index}"] a`);
    if (pending.current === undefined || !link) return;
    const isMove = pending.current === 'move';
    pending.current = undefined;
    // Whoever has gone elsewhere in the meantime is left there.
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
