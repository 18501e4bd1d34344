// All pipelines, page after page. The view shows the first page at once while the others load. Loaded pages stay if a
// later one fails.
import { useInfiniteQuery } from '@tanstack/preact-query';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { ApiError } from '../../client/errors.ts';
import type { PipelineSummary } from '../../client/types.ts';
import { useLayout } from '../service/layout-query.ts';
import { POLL_MS } from '../service/poll-interval.ts';
import { reading } from '../service/service.ts';
import { inOrder } from './grouped.ts';

const PAGE_SIZE = 200; // the most that the API gives

export interface AllPipelines {
  /** In order; `undefined` until the first page is loaded. */
  readonly pipelines: readonly PipelineSummary[] | undefined;
  readonly isComplete: boolean;
  readonly error: Error | null;
  retry(): void;
}

export function useAllPipelines(): AllPipelines {
  const { layers } = useLayout();
  const { data, error, hasNextPage, isFetching, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['pipelines'],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await reading.listPipelines({ query: { limit: PAGE_SIZE, cursor }, signal })).body,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // A refetch requests every page.
    refetchInterval: ({ state }) => POLL_MS * (state.data?.pages.length ?? 1),
  });

  useLayoutEffect(() => {
    if (hasNextPage && !isFetching && error === null) void fetchNextPage();
  }, [hasNextPage, isFetching, error, fetchNextPage]);

  const pipelines = useMemo(
    () =>
      data &&
      inOrder(
        data.pages.flatMap((page) => page.pipelines),
        layers,
      ),
    [data, layers],
  );
  const isComplete = data !== undefined && !hasNextPage;
  const standing = useStandingError(error, data?.pages.length ?? 0, isComplete);
  return {
    pipelines,
    isComplete,
    // Once all are loaded, only the banner reports a lost connection.
    error: isComplete && !(standing instanceof ApiError) ? null : standing,
    retry: () => void (hasNextPage ? fetchNextPage() : refetch()),
  };
}

/** Keeps an error until the failed page succeeds, so that the notice does not flicker during retries. */
function useStandingError(error: Error | null, pages: number, isComplete: boolean): Error | null {
  const standing = useRef({ error, pages });
  if (error !== null) standing.current = { error, pages };
  else if (isComplete || pages > standing.current.pages) standing.current = { error: null, pages };
  return standing.current.error;
}
