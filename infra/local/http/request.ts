// A request as a server of this folder received it.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface RequestHead {
  readonly requestId: string;
  readonly method: string;
  /** As it was sent, percent-encoded. */
  readonly path: string;
  /** As it was sent, without the `?`. */
  readonly query: string;
  /** Names and values in turn, as `IncomingMessage.rawHeaders` has them. */
  readonly rawHeaders: readonly string[];
  readonly headers: IncomingHttpHeaders;
  readonly sourceIp: string;
}

export interface HttpRequest extends RequestHead {
  readonly body: Buffer;
  /** Whether the body was larger than the server takes; `body` is empty then. */
  readonly isTooLarge: boolean;
}

export function toRequestHead(request: IncomingMessage): RequestHead {
  // Not `new URL`, which would resolve `..` and re-encode. RFC 9112 §3.2.2 allows an absolute target.
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', ...query] = target.split('?');
  return {
    requestId: randomUUID(),
    method: request.method ?? 'GET',
    path: path || '/',
    query: query.join('?'),
    rawHeaders: request.rawHeaders,
    headers: request.headers,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
  };
}
