// If-None-Match of a read: whether the client has what it asks for.
import type { APIGatewayProxyEvent } from 'aws-lambda';

/** `etag` in quotes. Weak ETags count, as RFC 9110, 13.1.2, has it. Header names are in lower case by now. */
export function isKnown({ headers }: APIGatewayProxyEvent, etag: string): boolean {
  const { 'if-none-match': known = '' } = headers ?? {};
  return known.split(',').some((candidate) => ['*', etag, `W/${etag}`].includes(candidate.trim()));
}
