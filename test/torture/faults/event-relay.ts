// The way of the bucket's events to the service: each arrives at least once, but late, in any order, and some twice.
// What the service does not accept is sent again, so events outlive its restarts.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { WEBHOOK_PATH } from '../../../infra/local/webhook-settings.ts';
import type { EventOutbox } from '../../../infra/s3-server/store/outbox.ts';
import { EVENTS_TOKEN } from '../../support/clients.ts';
import type { Random } from '../../support/mulberry32.ts';
import { between } from '../seed.ts';

export interface EventRelay {
  /** Where a MinIO posts its events. */
  readonly webhook: { readonly endpoint: string; readonly token: string };
  /** Takes the events of an embedded S3. */
  follow(outbox: EventOutbox): void;
  /** Attempts to deliver, also those that the service did not accept. */
  deliveries(): number;
  /** Resolves when the service has accepted all events that have come until now. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const LATEST_MS = 2_000;
const AGAIN_MS = 200;
const ACCEPT_MS = 10_000;
const BATCH = 100;
const TWICE = 0.2;

export async function startEventRelay(apiUrl: string, random: Random): Promise<EventRelay> {
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  let deliveries = 0;

  function take(body: string): void {
    for (const _ of random() < TWICE ? [1, 2] : [1]) {
      const delivered = deliver(body, between(random, 0, LATEST_MS)).finally(() => running.delete(delivered));
      running.add(delivered);
    }
  }

  async function deliver(body: string, pause: number): Promise<void> {
    await setTimeout(pause);
    while (!closing.signal.aborted) {
      const isDone = await isAccepted(apiUrl, body);
      deliveries += 1;
      if (isDone) return;
      await setTimeout(AGAIN_MS);
    }
  }

  const server = createServer((incoming, response) => {
    text(incoming).then(
      (body) => {
        take(body);
        response.writeHead(200).end('{}');
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    webhook: { endpoint: `http://127.0.0.1:${port}${WEBHOOK_PATH}`, token: EVENTS_TOKEN },
    follow(outbox) {
      const read = async () => {
        const entries = await outbox.read(0, BATCH);
        for (const { record } of entries) take(JSON.stringify({ Records: [record] }));
        await outbox.acknowledge(entries.map(({ sequence }) => sequence));
        return entries.length;
      };
      followed(outbox, read);
    },
    deliveries: () => deliveries,
    settled: async () => void (await Promise.all(running)),
    async close() {
      closing.abort();
      server.close().closeAllConnections();
      await Promise.all(running);
    },
  };
}

/** One reading at a time, and one more for what comes meanwhile. */
function followed(outbox: EventOutbox, read: () => Promise<number>): void {
  let isReading = false;
  let isNews = false;
  async function readAll(): Promise<void> {
    isReading = true;
    while (isNews) {
      isNews = false;
      while ((await read()) > 0);
    }
    isReading = false;
  }
  outbox.onAppend(() => {
    isNews = true;
    if (!isReading) void readAll();
  });
}

async function isAccepted(apiUrl: string, body: string): Promise<boolean> {
  try {
    const response = await fetch(apiUrl + WEBHOOK_PATH, {
      method: 'POST',
      headers: { Authorization: `Bearer ${EVENTS_TOKEN}` },
      body,
      signal: AbortSignal.timeout(ACCEPT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // the service is down: sent again
  }
}
