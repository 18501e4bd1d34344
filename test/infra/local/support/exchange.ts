// One HTTP request with exactly this target, and its reply.
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Outgoing {
  readonly method?: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export function exchange(
  url: string,
  { method = 'GET', target, headers = {}, body }: Outgoing,
): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const { hostname, port } = new URL(url);
  const outgoing = request({ hostname, port, method, path: target, headers, agent: false }, (incoming) => {
    text(incoming).then(
      (content) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: content }),
      reject,
    );
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}
