// A server between two others that answers some requests itself, and passes on all others as they are.
import { createServer, request as send } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { listening } from '../../../client/support/listening.ts';

export interface Passing {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: NodeJS.Dict<string | string[]>;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Returns the answer to give instead, or changes the text of the honest one. */
export type Fault = (request: Passing) => Answer | ((honest: string) => string) | undefined;

/** Ends with the test. */
export async function faultyProxy(upstream: string, fault: Fault): Promise<string> {
  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url: path = '', headers } = incoming;
    const body = await buffer(incoming);
    const given = fault({ method, path, headers });
    if (typeof given === 'object') return outgoing.writeHead(given.status).end(given.body);
    const onward = send(new URL(upstream + path), { method, headers }, async (honest) => {
      const bytes = await buffer(honest);
      const { 'content-length': _, 'transfer-encoding': __, ...rest } = honest.headers;
      outgoing.writeHead(honest.statusCode ?? 0, rest).end(given ? given(bytes.toString()) : bytes);
    });
    onward.end(body);
    return undefined;
  });
  onTestFinished(() => server.closeAllConnections());
  return listening(server);
}
