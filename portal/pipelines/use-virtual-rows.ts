// Chooses the rows of a long table to draw: those in view, and some around them. The window scrolls. Row heights come
// from the styles and are measured in the page.
import type { VirtualItem } from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useReducer, useState } from 'preact/hooks';
import { useWindowVirtualizer } from '../ui/use-window-virtualizer.ts';
import type { Row } from './grouped.ts';
import { rowStarts } from './row-starts.ts';

const OVERSCAN = 10;
/** Used until rows can be measured. */
const SUPPOSED = { group: 36, pipeline: 36, top: 0, isMeasured: false };
type Layout = Readonly<typeof SUPPOSED>;

export interface VirtualRows {
  readonly items: readonly VirtualItem[];
  /** Each row's distance from the first one in CSS pixels, then the end of the last row. */
  readonly starts: readonly number[];
  /** The top of the first row in the document. */
  readonly top: number;
  readonly isMeasured: boolean;
}

/** `kept` is the row with the focus, which stays drawn when it scrolls out of view. */
export function useVirtualRows(
  body: RefObject<HTMLElement>,
  rows: readonly Row[],
  kept: number,
): VirtualRows {
  const [, rerender] = useReducer((times: number) => times + 1, 0);
  const [layout, setLayout] = useState<Layout>(SUPPOSED);
  const { group, pipeline, top, isMeasured } = layout;
  const starts = useMemo(() => rowStarts(rows, { group, pipeline }), [rows, group, pipeline]);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    getItemKey: (index) => rows[index]?.key ?? index,
    estimateSize: (index) => layout[rows[index]?.kind ?? 'pipeline'],
    scrollMargin: top,
    overscan: OVERSCAN,
    kept: () => kept,
  });
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, group, pipeline]);
  useLayoutEffect(() => {
    const measured = measure(body.current, layout);
    if (differ(measured, layout)) setLayout(measured);
  });
  // Every change that moves the table or wraps its rows also changes the size of the page.
  useEffect(() => {
    const observer = new ResizeObserver(() => rerender(0));
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);

  return { items: virtualizer.getVirtualItems(), starts, top, isMeasured };
}

function measure(body: HTMLElement | null, { group, pipeline }: Layout): Layout {
  const heightOf = (selector: string) => body?.querySelector(selector)?.getBoundingClientRect().height;
  return {
    group: heightOf('.group') ?? group,
    pipeline: heightOf('tr:not(.group)') ?? pipeline,
    top: (body?.getBoundingClientRect().top ?? 0) + window.scrollY,
    isMeasured: true,
  };
}

function differ(a: Layout, b: Layout): boolean {
  // Sums of fractions differ by less than a visible amount.
  const moved = (name: 'group' | 'pipeline' | 'top') => Math.abs(a[name] - b[name]) > 0.01;
  return a.isMeasured !== b.isMeasured || moved('group') || moved('pipeline') || moved('top');
}
