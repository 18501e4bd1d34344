// Replies that clients may keep, and ask with If-None-Match whether they still may.
import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Reply } from './api-handler.ts';
import { isKnown } from './if-none-match.ts';

/** For what never changes. A browser keeps it for the token that it was asked with, and for no other person's. */
export const IMMUTABLE = {
  'Cache-Control': 'private, max-age=31536000, immutable',
  Vary: 'Authorization',
} as const;
/** What is asked about each time. */
const REVALIDATED = { 'Cache-Control': 'private, no-cache' } as const;

/** What `id` names never changes; `body` is made only if the client does not have it. */
export function immutableReply(
  event: APIGatewayProxyEvent,
  id: string,
  body: () => Promise<unknown>,
): Promise<Reply> {
  return keptReply(event, `"${id}"`, IMMUTABLE, body);
}

/** `dependsOn` is everything that the body is made from; `body` is made only if the client does not have it. */
export function revalidatedReply(
  event: APIGatewayProxyEvent,
  dependsOn: unknown,
  body: () => Promise<unknown>,
): Promise<Reply> {
  const hash = createHash('sha256').update(JSON.stringify(dependsOn)).digest('base64url');
  return keptReply(event, `"${hash}"`, REVALIDATED, body);
}

async function keptReply(
  event: APIGatewayProxyEvent,
  etag: string,
  keeping: Readonly<Record<string, string>>,
  body: () => Promise<unknown>,
): Promise<Reply> {
  const headers = { ETag: etag, ...keeping };
  return isKnown(event, etag) ? { status: 304, headers } : { status: 200, headers, body: await body() };
}
