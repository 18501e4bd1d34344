// The local API Gateway: an HTTP server that turns each request into a proxy event, calls the route's handler with
// it and sends what comes back.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import { isForeign } from './gateway/foreign-origin.ts';
import { type GatewayRequest, toGatewayRequest } from './gateway/gateway-request.ts';
import { createInvoke, type LoadHandler } from './gateway/invoke.ts';
import { readBody } from './gateway/read-body.ts';
import { bodyTooLarge, foreignOrigin, sendReply } from './gateway/replies.ts';
import type { GatewayRoute } from './gateway/route-matcher.ts';

export interface GatewayOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly routes: readonly GatewayRoute[];
  readonly loadHandler: LoadHandler;
}

export interface Gateway {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Finishes the requests that a handler is working on; cuts off those that are still being sent. */
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that none sends into a closing one. */
const KEEP_ALIVE_MS = 120_000;

/** Listens on 127.0.0.1 only. Rejects with the error of `listen`, or of a handler that cannot be loaded. */
export async function startGateway({ port, routes, loadHandler }: GatewayOptions): Promise<Gateway> {
  const invoke = await createInvoke(routes, loadHandler);
  const running = new Set<Promise<void>>();

  async function reply(body: Buffer | 'too-large', incoming: IncomingMessage, response: ServerResponse) {
    const request = toGatewayRequest(incoming, body === 'too-large' ? Buffer.alloc(0) : body);
    const result = await resultOf(request, body, incoming);
    // A client that keeps its connection would keep a closing server open.
    response.shouldKeepAlive &&= server.listening;
    sendReply(response, result, request.requestId);
    // Rejects if the client has hung up: nobody is left to tell.
    await finished(response).catch(() => undefined);
  }

  async function resultOf(request: GatewayRequest, body: Buffer | 'too-large', { headers }: IncomingMessage) {
    if (isForeign(headers)) return foreignOrigin(request.requestId);
    return body === 'too-large' ? bodyTooLarge(request.requestId) : invoke(request);
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming).catch(() => 'hung-up' as const);
    if (body === 'hung-up') return;
    const replied = reply(body, incoming, response);
    running.add(replied);
    await replied.finally(() => running.delete(replied));
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, response) => {
    void serve(incoming, response);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      while (running.size > 0) await Promise.all(running);
      server.closeAllConnections();
    },
  };
}
