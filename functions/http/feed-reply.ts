// A page of the feed, of what the caller may read. The cursor names the place of the last news that was looked at, which
// the filter may have left out.
import type * as z from 'zod/mini';
import type { VersionDeps } from '../usecases/deps.ts';
import { readNews } from '../usecases/read-news.ts';
import type { Reply } from './api-handler.ts';
import type { Caller } from './caller.ts';
import { toCursor } from './cursor.ts';
import { presentNews } from './present-news.ts';
import { namespacesFor } from './readable.ts';
import type { feedQuery } from './requests.ts';

/** Throws `FORBIDDEN` where the query names a namespace that the caller may not read. */
export async function feedReply(
  deps: VersionDeps,
  { limit, cursor, namespace }: z.infer<typeof feedQuery>,
  caller: Pick<Caller, 'grants' | 'claim'>,
): Promise<Reply> {
  const among = namespacesFor(caller, namespace);
  const { news, next } = await readNews(deps, { namespace, among, before: cursor?.before }, limit);
  const next_cursor = next && toCursor({ before: next, of: { namespace } });
  return { status: 200, body: { events: news.map(presentNews), next_cursor } };
}
