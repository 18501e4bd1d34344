// The reply for what never changes: clients may keep it, and ask with If-None-Match whether they still may.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Reply } from './api-handler.ts';
import { isKnown } from './if-none-match.ts';

export const FOR_EVER = 'private, max-age=31536000, immutable';

export function immutableReply(event: APIGatewayProxyEvent, id: string, body: unknown): Reply {
  const etag = `"${id}"`;
  const headers = { ETag: etag, 'Cache-Control': FOR_EVER };
  return isKnown(event, etag) ? { status: 304, headers } : { status: 200, headers, body };
}
