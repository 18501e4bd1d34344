// TanStack Virtual, which has no binding to Preact, for lists in a page that scrolls as a whole. It draws the rows near
// the window and the kept one.
import {
  defaultRangeExtractor,
  observeWindowOffset,
  observeWindowRect,
  type Range,
  Virtualizer,
  type VirtualizerOptions,
  windowScroll,
} from '@tanstack/virtual-core';
import { useLayoutEffect, useReducer, useState } from 'preact/hooks';

type Options = VirtualizerOptions<Window, HTMLElement>;
type Needed = Pick<Options, 'count' | 'getItemKey' | 'estimateSize' | 'scrollMargin' | 'overscan'>;

export type WindowVirtualizerOptions = Needed &
  Partial<Options> & {
    /** The index of a row that stays drawn when it scrolls out of view, such as the one with the focus; -1 for none. */
    readonly kept: () => number;
  };

export function useWindowVirtualizer({
  kept,
  ...given
}: WindowVirtualizerOptions): Virtualizer<Window, HTMLElement> {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const options: Options = {
    ...given,
    rangeExtractor: (range) => withKept(range, kept()),
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll<Window>,
    initialOffset: () => window.scrollY,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return virtualizer;
}

function withKept(range: Range, kept: number): number[] {
  const indexes = defaultRangeExtractor(range);
  if (kept < 0 || indexes.includes(kept)) return indexes;
  return [...indexes, kept].toSorted((one, other) => one - other);
}
