// An HTTP server that reads a whole request, passes it to `answer` and sends the result. The gateway and the listener
// for events use it.
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { finished } from 'node:stream/promises';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { type GatewayRequest, toGatewayRequest } from './gateway-request.ts';
import { readBody } from './read-body.ts';
import { sendReply } from './replies.ts';

export interface ReceivedRequest extends GatewayRequest {
  readonly headers: IncomingHttpHeaders;
  /** More than API Gateway takes; `body` is empty then. */
  readonly isTooLarge: boolean;
}

export type Answer = (request: ReceivedRequest) => Promise<APIGatewayProxyResult>;

export interface HttpServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Finishes the requests that are being answered; cuts off those that are still being sent. */
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that no client sends into a connection that is closing. */
const KEEP_ALIVE_MS = 120_000;

/** `port` may be 0 for any that is free. Rejects with the error of `listen`. */
export async function startHttpServer(host: string, port: number, answer: Answer): Promise<HttpServer> {
  const running = new Set<Promise<void>>();

  async function reply(body: Buffer | 'too-large', incoming: IncomingMessage, response: ServerResponse) {
    const isTooLarge = body === 'too-large';
    const request = toGatewayRequest(incoming, isTooLarge ? Buffer.alloc(0) : body);
    const result = await answer({ ...request, headers: incoming.headers, isTooLarge });
    // A client that keeps its connection would keep a closing server open.
    response.shouldKeepAlive &&= server.listening;
    sendReply(response, result, request.requestId);
    // Rejects if the client has hung up; there is no one to answer then.
    await finished(response).catch(() => undefined);
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
  server.listen(port, host);
  await once(server, 'listening');

  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      while (running.size > 0) await Promise.all(running);
      server.closeAllConnections();
    },
  };
}
