// Reads the service's own feed, as everybody can, without the network between.
import { Buffer } from 'node:buffer';
import { routes, routeTable } from '../../../functions/http/routes.ts';
import type { LoadHandler } from '../gateway/invoke.ts';
import { proxyEvent } from '../gateway/proxy-event.ts';
import { createRouteMatcher } from '../gateway/route-matcher.ts';
import { lambdaContext } from '../lambda/context.ts';

/** As `GET /api/v1/feed` answers it. */
export interface FeedEvent {
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly namespace: string;
  readonly pipeline: string | null;
}

/** Newest first. */
export interface FeedPage {
  readonly events: readonly FeedEvent[];
  readonly next_cursor: string | null;
}

export type ReadFeed = (cursor: string | null) => Promise<FeedPage>;

/** The most that a page can have. */
const LIMIT = 200;

export async function createReadFeed(loadHandler: LoadHandler): Promise<ReadFeed> {
  const { method, path, handler: name } = routes.getFeed;
  const handler = await loadHandler(name);
  const match = createRouteMatcher(routeTable)(method, path);
  return async (cursor) => {
    const query = new URLSearchParams({ limit: String(LIMIT), ...(cursor !== null && { cursor }) });
    const request = {
      ...{ requestId: 'news', method, path, query: query.toString(), rawHeaders: [], headers: {} },
      ...{ sourceIp: '127.0.0.1', body: Buffer.alloc(0), isTooLarge: false },
    };
    const { statusCode, body } = await handler(proxyEvent(request, match), lambdaContext(name));
    if (statusCode !== 200) throw new Error(`the feed answers with status ${statusCode}: ${body}`);
    return JSON.parse(body);
  };
}
