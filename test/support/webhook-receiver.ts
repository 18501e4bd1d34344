// A web service that is told of events, as somebody would write it: it verifies each signature.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';

export const NOTIFY_SECRET = `whsec_${Buffer.from('a secret of twenty-four.').toString('base64')}`;

export interface ReceivedEvent {
  /** The header `webhook-id`. */
  readonly id: string;
  readonly type: string;
  readonly data: {
    readonly id: string;
    readonly pipeline: string | null;
    readonly version_number: number | null;
  };
}

export interface Receiver {
  readonly url: string;
  /** In the order in which they came, repetitions included. */
  readonly received: readonly ReceivedEvent[];
  /** Resolves once so many were answered with 200. */
  taken(count: number): Promise<readonly ReceivedEvent[]>;
}

/** Leaves the response to the receiver by `undefined`. */
export type Answering = (event: ReceivedEvent, response: ServerResponse) => number | undefined;

export async function startReceiver(answering: Answering = () => 200): Promise<Receiver> {
  const received: ReceivedEvent[] = [];
  const taken: ReceivedEvent[] = [];
  let changed = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = request.headers as Record<string, string>;
    const message = new Webhook(NOTIFY_SECRET).verify(Buffer.concat(chunks), headers);
    const event = { id: headers['webhook-id'], ...(message as object) } as ReceivedEvent;
    received.push(event);
    const status = answering(event, response);
    if (status === 200) taken.push(event);
    if (status !== undefined) response.writeHead(status).end();
    changed.resolve();
    changed = Promise.withResolvers<void>();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    async taken(count) {
      while (taken.length < count) await changed.promise;
      return taken;
    },
  };
}
