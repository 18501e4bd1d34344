// One request, whole, to a server; its answer, whole.
import { Agent, request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface WholeRequest {
  readonly method: string;
  /** As it came, percent-encoded: a signature covers it. */
  readonly target: string;
  /** Names and values in turn. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface WholeAnswer {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export type Forward = (request: WholeRequest) => Promise<WholeAnswer>;

export function createForward(serverUrl: string): Forward {
  const { hostname, port } = new URL(serverUrl);
  const agent = new Agent({ keepAlive: true });
  return ({ method, target, rawHeaders, body }) =>
    new Promise((resolve, reject) => {
      const headers = [...withoutHop(rawHeaders), 'Content-Length', String(body.length)];
      const outgoing = httpRequest({ agent, hostname, port, method, path: target, headers }, (incoming) => {
        const { statusCode: status = 0 } = incoming;
        const answered = (bytes: Buffer) =>
          resolve({ status, rawHeaders: withoutHop(incoming.rawHeaders, method), body: bytes });
        buffer(incoming).then(answered, reject);
      });
      outgoing.on('error', reject).end(body);
    });
}

const HOP = /^(connection|keep-alive|transfer-encoding|expect)$/i;

/** The length of what HEAD would answer stays; all else is counted anew. */
function withoutHop(rawHeaders: readonly string[], method?: string): readonly string[] {
  const isDropped = (name: string) => HOP.test(name) || (method !== 'HEAD' && /^content-length$/i.test(name));
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 1 || isDropped(name) ? [] : [name, rawHeaders[index + 1] ?? ''],
  );
}
