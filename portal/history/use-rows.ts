// Chooses the rows of a long list to draw: those near the window, and the one with the focus. New rows on top do not
// move the rows that somebody reads.
import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useWindowVirtualizer } from '../ui/use-window-virtualizer.ts';

interface Options {
  /** The measured heights are kept under this name, for the next visit. */
  readonly name: string;
  /** Rows are numbered from here down to 1. */
  readonly newest: number;
  readonly estimatedHeight: number;
}

export interface Rows {
  readonly list: RefObject<HTMLOListElement>;
  readonly items: readonly VirtualItem[];
  /** Of all rows, in CSS pixels. */
  readonly height: number;
  /** Of the list in the page, in CSS pixels. Rows start there. */
  readonly top: number;
  /** Numbers of the rows in the window. */
  readonly inWindow: { readonly newest: number; readonly oldest: number };
  readonly isScrolling: boolean;
  readonly measure: (row: HTMLElement | null) => void;
  /** Keeps the row of this number drawn; `undefined` for none. */
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
    // Above the list a new row shows at once. Within it the scroll position follows the rows.
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

/** Of the list in the page. Once its section is scrolled up, growth above it does not move the rows. */
function useTop(list: RefObject<HTMLElement>): number {
  const [top, setTop] = useState(0);
  const known = useRef<number>();

  useLayoutEffect(() => {
    const section = list.current?.parentElement;
    function look(): void {
      if (!list.current || !section) return;
      const now = Math.round(list.current.getBoundingClientRect().top + window.scrollY);
      const growth = now - (known.current ?? now);
      // The section's top has already moved by the growth.
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
