// The embedded DynamoDB: dynalite, on disk.
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ClassicLevel } from 'classic-level';
import dynalite from 'dynalite';

export interface DynamoDbServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection, so that no client sends into a connection that is closing. */
const KEEP_ALIVE_MS = 120_000;

/** Listens on 127.0.0.1 only. Rejects with the error of `listen`, of the file system or of LevelDB. */
export async function startDynamoDbServer(dataDir: string, port: number): Promise<DynamoDbServer> {
  await tryToOpen(dataDir);
  const server = dynalite({ path: dataDir, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('request', surviveHangUp);
  try {
    return { url: await listen(server, port), close: () => close(server) };
  } catch (error) {
    // dynalite closes its database only together with a server that listens.
    await listen(server, 0);
    await close(server);
    throw error;
  }
}

async function listen(server: Server, port: number): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
  server.closeAllConnections();
  await closed;
}

/** dynalite opens its database in the background and does not report why it failed. */
async function tryToOpen(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const database = new ClassicLevel(dataDir);
  await database.open();
  await database.close();
}

/** dynalite throws, which ends the process, when a client hangs up before its request is complete. */
function surviveHangUp(request: IncomingMessage): void {
  request.removeAllListeners('error').on('error', () => undefined);
}
