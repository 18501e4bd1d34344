// Keeps the list's scroll position in the browser's history entry: going back restores it, a new visit begins at the
// top. The browser's own scroll restoration runs before the rows are loaded.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from './grouped.ts';
import { shiftOf } from './row-starts.ts';
import type { VirtualRows } from './use-virtual-rows.ts';

const SETTLED_MS = 150;
const TAKES_OVER = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

interface Place {
  readonly listTop?: number;
  readonly listOpened?: string;
}

export function keepPlace(opened?: string): void {
  const place: Place = { listTop: window.scrollY, ...(opened && { listOpened: opened }) };
  history.replaceState({ ...history.state, ...place }, '');
}

/** The key of the row whose pipeline the person opened. */
export const openedRow = () => kept()?.listOpened;

const kept = () => history.state as Place | null;

/**
 * Scrolls to the kept place until the list is complete or somebody scrolls. After that the rows in view stay in place.
 */
export function useKeptPlace(rows: readonly Row[], shown: VirtualRows, isComplete: boolean): void {
  const { starts, top, isMeasured } = shown;
  const wanted = useRef(kept()?.listTop);
  const before = useRef({ rows, starts, search: location.search });

  useLayoutEffect(() => {
    const last = before.current;
    before.current = { rows, starts, search: location.search };
    if (wanted.current !== undefined) {
      window.scrollTo(0, wanted.current);
      if (isComplete && isMeasured) wanted.current = undefined;
      return;
    }
    const offset = window.scrollY - top;
    // Another filter makes another list, and at the top new rows should show.
    if (last.rows === rows || last.search !== location.search || offset <= 0) return;
    const shift = shiftOf(last, before.current, offset);
    if (shift !== 0) window.scrollBy(0, shift);
  }, [rows, starts, top, isMeasured, isComplete]);

  useEffect(() => {
    let settling: ReturnType<typeof setTimeout> | undefined;
    function keepOnceSettled(): void {
      clearTimeout(settling);
      settling = setTimeout(() => wanted.current === undefined && keepPlace(), SETTLED_MS);
    }
    function forget(): void {
      wanted.current = undefined;
    }
    window.addEventListener('scroll', keepOnceSettled, { passive: true });
    for (const event of TAKES_OVER) window.addEventListener(event, forget, { passive: true });
    return () => {
      clearTimeout(settling);
      window.removeEventListener('scroll', keepOnceSettled);
      for (const event of TAKES_OVER) window.removeEventListener(event, forget);
    };
  }, []);
}
