// An HTTP server on this machine: it keeps web pages out, reads a whole request, passes it to `answer` and sends the
// result. The gateway, the listener for events and the embedded DynamoDB use it.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { finished } from 'node:stream/promises';
import type { APIGatewayProxyResult } from 'aws-lambda';
import { isForeign, type Welcome } from '../../s3-server/guard.ts';
import { answerBadBytes } from '../../s3-server/http/bad-bytes.ts';
import { dropBody, readBody } from './read-body.ts';
import { type HttpRequest, toRequestHead } from './request.ts';
import { sendReply } from './send-reply.ts';

export type Answer = (request: HttpRequest) => Promise<APIGatewayProxyResult>;

export interface HttpService {
  /** 127.0.0.1 unless it is named. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly maxBodyBytes: number;
  readonly answer: Answer;
  readonly welcome?: Welcome;
  /** The answer to a request that web pages have sent. */
  readonly forbidden: (requestId: string) => APIGatewayProxyResult;
  /** The answer where `answer` rejects, or resolves to a result that HTTP cannot carry. */
  readonly failed: (requestId: string) => APIGatewayProxyResult;
}

export interface HttpServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Finishes the requests that are being answered; cuts off those that are still being sent. */
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that no client sends into a connection that is closing. */
const KEEP_ALIVE_MS = 120_000;

/** What Node's own answer would be. */
const BAD_BYTES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Rejects with the error of `listen`. */
export async function startHttpServer(service: HttpService): Promise<HttpServer> {
  const { host = '127.0.0.1', port, maxBodyBytes } = service;
  const running = new Set<Promise<void>>();

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const head = toRequestHead(incoming);
    if (isForeign(head, service.welcome)) {
      dropBody(incoming);
      return sendReply(response, service.forbidden(head.requestId), head.requestId);
    }
    const body = await readBody(incoming, maxBodyBytes).catch(() => 'hung-up' as const);
    if (body === 'hung-up') return;
    const isTooLarge = body === 'too-large';
    const replied = reply({ ...head, body: isTooLarge ? Buffer.alloc(0) : body, isTooLarge }, response);
    running.add(replied);
    await replied.finally(() => running.delete(replied));
  }

  async function reply(request: HttpRequest, response: ServerResponse): Promise<void> {
    const { requestId } = request;
    try {
      const result = await service.answer(request);
      // A client that keeps its connection would keep a closing server open.
      response.shouldKeepAlive &&= server.listening;
      sendReply(response, result, requestId);
    } catch (error) {
      console.error('a request cannot be answered:', error);
      sendReply(response, service.failed(requestId), requestId);
    }
    // Rejects if the client has hung up; there is no one to answer then.
    await finished(response).catch(() => undefined);
  }

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (incoming, response) => {
    void serve(incoming, response);
  });
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: Socket) =>
    answerBadBytes(socket, {}, BAD_BYTES[code]),
  );
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
