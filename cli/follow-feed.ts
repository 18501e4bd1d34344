// What is new in the feed since it was looked at before. A place in the feed is a time by some function's clock, so what is
// new may stand below what is known; ids tell.
import type { FeedEvent } from '../client/types.ts';

export interface FeedPage {
  /** Newest first. */
  readonly events: readonly FeedEvent[];
  readonly next_cursor: string | null;
}

export type ReadFeedPage = (cursor: string | null) => Promise<FeedPage>;

/** What an outage of hours brings; a feed that changes more than that between two looks is read in part. */
const MOST_PAGES = 50;
const MOST_KNOWN = 5_000;

export interface FeedFollower {
  /** Makes what the first page has known. Newest first. */
  begin(): Promise<readonly FeedEvent[]>;
  /** What was not known, oldest first: one page if nothing is new. After a failure the next call finds the same. */
  next(): Promise<readonly FeedEvent[]>;
}

export function createFeedFollower(readPage: ReadFeedPage): FeedFollower {
  const known = new Set<string>();

  function keep(events: readonly FeedEvent[]): void {
    for (const { id } of events.toReversed()) {
      known.delete(id);
      known.add(id);
    }
    const surplus = Math.max(0, known.size - MOST_KNOWN);
    for (const id of [...known].slice(0, surplus)) known.delete(id);
  }

  return {
    async begin() {
      const { events } = await readPage(null);
      keep(events);
      return events;
    },

    async next() {
      const seen: FeedEvent[] = [];
      let cursor: string | null = null;
      for (let read = 0; read < MOST_PAGES; read += 1) {
        const page: FeedPage = await readPage(cursor);
        seen.push(...page.events);
        const oldest = page.events.at(-1);
        cursor = page.next_cursor;
        if (oldest === undefined || known.has(oldest.id) || cursor === null) break;
      }
      const news = seen.filter(({ id }) => !known.has(id));
      keep(seen);
      return news.toReversed();
    },
  };
}
