// The S3 server: its HTTP listener, its start and its end. Embedded by infra/local and by tests.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createAuthenticate } from './auth/authenticate.ts';
import { createFullDisk } from './full-disk.ts';
import { handle, newHostId, newRequestId } from './handler.ts';
import { answerBadBytes } from './http/bad-bytes.ts';
import { openStore, type Store } from './store/store.ts';

export interface S3ServerOptions {
  readonly dataDir: string;
  /** 0 for any that is free. */
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

export interface S3Server {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The server answers from it. The embedding process reads events in its outbox, and may write objects directly. */
  readonly store: Store;
  /** Lets running requests finish for a moment, then cuts them off. */
  close(): Promise<void>;
}

const GRACE_MS = 2000;
/** Longer than any client keeps an idle connection, so that no client sends into a connection that is closing. */
const KEEP_ALIVE_MS = 120_000;

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** Answers a request that Node could not parse as HTTP. */
const refuse = (_: Error, socket: Socket): void =>
  answerBadBytes(socket, { 'x-amz-request-id': newRequestId(), 'x-amz-id-2': newHostId() });

/** Listens on 127.0.0.1 only. Rejects with the error of `listen`, such as EADDRINUSE, as it is. */
export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  const { dataDir, region } = options;
  const running = new Set<Promise<void>>();
  // A large upload may take its time.
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 });
  server.on('clientError', refuse);
  const port = await listen(server, options.port);
  const opening = openStore(dataDir);
  const authenticate = createAuthenticate(options, region);
  const fullDisk = createFullDisk('S3 server');

  server.on('request', (incoming, response) => {
    const handled = opening.then(
      (store) => handle({ store, authenticate, region, fullDisk }, incoming, response),
      () => void response.destroy(),
    );
    running.add(handled);
    void handled.finally(() => running.delete(handled));
  });

  const store = await opening.catch((error: unknown) => {
    server.close();
    server.closeAllConnections();
    throw error;
  });

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    store,
    async close() {
      server.close();
      server.closeIdleConnections();
      await Promise.race([Promise.all(running), setTimeout(GRACE_MS, undefined, { ref: false })]);
      server.closeAllConnections();
      await Promise.all(running);
      await store.close();
    },
  };
}
