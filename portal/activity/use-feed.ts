// The feed, page after page, as far down as somebody has asked. What happens meanwhile is added at the top.
import { useInfiniteQuery } from '@tanstack/preact-query';
import type { FeedEvent } from '../../client/types.ts';
import { POLL_MS } from '../service/poll-interval.ts';
import { reading } from '../service/service.ts';

const PAGE_SIZE = 50;

/** Each reads every page that is shown; nobody works on this page as on a pipeline's. */
const EVERY_MS = 4 * POLL_MS;

export interface Feed {
  /** Newest first; `undefined` until the first page is loaded. */
  readonly events: readonly FeedEvent[] | undefined;
  readonly error: Error | null;
  readonly isLoadingOlder: boolean;
  /** `undefined`: there is nothing older. */
  readonly loadOlder: (() => void) | undefined;
  readonly retry: () => void;
}

export function useFeed(): Feed {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: ['feed'],
    queryFn: async ({ pageParam: cursor, signal }) =>
      (await reading.getFeed({ query: { limit: PAGE_SIZE, cursor }, signal })).body,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    refetchInterval: ({ state }) => EVERY_MS * (state.data?.pages.length ?? 1),
  });
  return {
    events: data && unique(data.pages.flatMap(({ events }) => events)),
    // What is shown stays; the banner reports a lost connection.
    error: data === undefined ? error : null,
    isLoadingOlder: isFetchingNextPage,
    loadOlder: hasNextPage ? () => void fetchNextPage() : undefined,
    retry: () => void refetch(),
  };
}

/** Between two pages the index can have moved an event: it comes twice then. */
function unique(events: readonly FeedEvent[]): readonly FeedEvent[] {
  return [...new Map(events.map((event) => [event.id, event])).values()];
}
