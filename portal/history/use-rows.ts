// Draws only the rows of a long list that are near the window, which does the scrolling. Rows that come in on top push
// nothing away that somebody reads, and a row with the focus stays.
import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useWindowVirtualizer } from '../ui/use-window-virtualizer.ts';

interface Options {
  /** Under which the heights of rows are remembered for whoever comes back. */
  readonly name: string;
  /** Rows are numbered from here down to 1. */
  readonly newest: number;
  readonly estimatedHeight: number;
}

export interface Rows {
  readonly list: RefObject<HTMLOListElement>;
  readonly items: readonly VirtualItem[];
  /** Of all rows. */
  readonly height: number;
  /** Of the list within the page; rows start from there. */
  readonly top: number;
  /** Numbers of the rows in the window. */
  readonly inWindow: { readonly newest: number; readonly oldest: number };
  readonly isScrolling: boolean;
  readonly measure: (row: HTMLElement | null) => void;
  /** Of the row that is to stay. */
  readonly keep: (number: number | undefined) => void;
}

const ROWS_AROUND = 5;
const heights = new Map<string, VirtualItem[]>();

export function useRows({ name, newest, estimatedHeight }: Options): Rows {
  const list = useRef<HTMLOListElement>(null);
  const kept = useRef<number>();
  const top = useTop(list);
  const numberAt = useCallback((index: number) => newest - index, [newest]);
  const virtualizer = useWindowVirtualizer({
    count: newest,
    getItemKey: numberAt,
    estimateSize: () => estimatedHeight,
    scrollMargin: top,
    overscan: ROWS_AROUND,
    // Above the list, a new row is to be seen at once; within it, the place is kept.
    anchorTo: window.scrollY > top ? 'end' : 'start',
    initialMeasurementsCache: heights.get(name) ?? [],
    kept: () => newest - (kept.current ?? newest + 1),
  });
  useEffect(() => () => void heights.set(name, virtualizer.takeSnapshot()), [name, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {};
  return {
    list,
    items,
    height: virtualizer.getTotalSize(),
    top,
    inWindow: { newest: newest - startIndex, oldest: newest - endIndex },
    isScrolling: virtualizer.isScrolling,
    measure: virtualizer.measureElement,
    keep: (number) => {
      kept.current = number;
    },
  };
}

/** Of the list within the page. Once its section has been scrolled up, what grows or shrinks above moves nothing. */
function useTop(list: RefObject<HTMLElement>): number {
  const [top, setTop] = useState(0);
  const known = useRef<number>();

  useLayoutEffect(() => {
    const section = list.current?.parentElement;
    function look(): void {
      if (!list.current || !section) return;
      const now = Math.round(list.current.getBoundingClientRect().top + window.scrollY);
      const growth = now - (known.current ?? now);
      // The section's own top has moved already.
      if (section.getBoundingClientRect().top < growth) window.scrollBy(0, growth);
      known.current = now;
      setTop(now);
    }
    look();
    const observer = new ResizeObserver(look);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [list]);
  return top;
}
