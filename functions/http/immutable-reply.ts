// The reply for what never changes: clients may keep it for ever, and ask with If-None-Match whether they still may.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Reply } from './api-handler.ts';

export function immutableReply(event: APIGatewayProxyEvent, id: string, body: unknown): Reply {
  const etag = `"${id}"`;
  const headers = { ETag: etag, 'Cache-Control': 'private, max-age=31536000, immutable' };
  const { 'if-none-match': known = '' } = event.headers ?? {};
  const isKnown = known.split(',').some((candidate) => ['*', etag, `W/${etag}`].includes(candidate.trim()));
  return isKnown ? { status: 304, headers } : { status: 200, headers, body };
}
