// An HTTP server that answers one request after another as it is told, or hangs up, and remembers what it got.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { listening } from './listening.ts';

export interface Told {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | object;
}

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface TinyServer {
  readonly url: string;
  readonly received: readonly Received[];
}

/** `drop` hangs up after the request was read: it may have been carried out. The last one is repeated. */
export async function tinyServer(...answers: readonly (Told | 'drop' | 'hang')[]): Promise<TinyServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    received.push({ method, url, headers, body: await text(request) });
    const told = answers[Math.min(received.length, answers.length) - 1] ?? 'drop';
    if (told === 'hang') return;
    if (told === 'drop') {
      request.socket.destroy();
      return;
    }
    const isJson = typeof told.body === 'object';
    response.writeHead(told.status, {
      ...(isJson && { 'Content-Type': 'application/json' }),
      ...told.headers,
    });
    response.end(isJson ? JSON.stringify(told.body) : told.body);
  });
  return { url: await listening(server), received };
}

export function refusal(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Told {
  const error = { code, type: 'CONFLICT', message: `${code}.`, request_id: 'r-1' };
  return { status, headers, body: { error } };
}
