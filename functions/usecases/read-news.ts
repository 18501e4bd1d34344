// A page of the feed: what happened in the namespaces that the caller may read, newest first.
import type { News } from '../domain/news.ts';
import type { VersionDeps } from './deps.ts';

export interface NewsFilter {
  readonly namespace?: string | undefined;
  /** The namespaces that the caller may read; without it, all. */
  readonly among?: readonly string[] | undefined;
  /** Only older news than that of this place. */
  readonly before?: string | undefined;
}

/** Takes news that match, up to `limit`; looks at `lookAt` of them at most, so that one request ends in time. */
export async function readNews(
  { versions }: VersionDeps,
  { namespace, among, before }: NewsFilter,
  limit: number,
  lookAt = 5_000,
): Promise<{ readonly news: readonly News[]; readonly next: string | null }> {
  const news: News[] = [];
  let seen = 0;
  let last: string | null = null;
  // Where this filters, nobody knows how many have to be looked at: pages as large as they come.
  const expected = namespace === undefined && among === undefined ? limit + 1 : undefined;
  for await (const { place, news: one } of versions.news({ before, expected })) {
    if (news.length === limit || seen === lookAt) return { news, next: last };
    seen += 1;
    last = place;
    if ((namespace ?? one.namespace) === one.namespace && (among?.includes(one.namespace) ?? true))
      news.push(one);
  }
  return { news, next: null };
}
