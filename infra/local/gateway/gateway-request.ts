// A request as the gateway received it, before it becomes an event.
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface GatewayRequest {
  readonly requestId: string;
  readonly method: string;
  /** As it was sent, percent-encoded. */
  readonly path: string;
  /** As it was sent, without the `?`. */
  readonly query: string;
  /** Names and values in turn, as `IncomingMessage.rawHeaders` has them. */
  readonly rawHeaders: readonly string[];
  readonly sourceIp: string;
  readonly body: Buffer;
}

export function toGatewayRequest(request: IncomingMessage, body: Buffer): GatewayRequest {
  // Not `new URL`, which would resolve `..` and re-encode. RFC 9112 §3.2.2 allows an absolute target.
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?]*/i, '');
  const [path = '', ...query] = target.split('?');
  return {
    requestId: randomUUID(),
    method: request.method ?? 'GET',
    path: path || '/',
    query: query.join('?'),
    rawHeaders: request.rawHeaders,
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    body,
  };
}
