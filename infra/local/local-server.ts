// The whole service in one process: S3, DynamoDB, the delivery of events and, last, the HTTP API, so that whoever
// can reach the API finds everything working. Used by main.ts and by tests; at most one per process, because the
// handlers read their environment when they are imported.
import { routeTable } from '../../functions/http/routes.ts';
import { explained } from './cli/start-error.ts';
import { startEmbeddedServers } from './embedded-servers.ts';
import { type EventDelivery, startEventDelivery } from './event-delivery.ts';
import { startGateway } from './gateway.ts';
import { type Endpoints, setLambdaEnvironment } from './lambda/environment.ts';
import { loadProxyHandler, loadQueueHandler } from './lambda/handlers.ts';
import { provision } from './provision.ts';

/** Ports may be 0 for any that is free. */
export interface LocalServerOptions {
  readonly port: number;
  readonly s3Port: number;
  readonly dynamodbPort: number;
  /** Made if it is missing. */
  readonly dataDir: string;
  /** Whether a new bucket gets the demo pipeline. */
  readonly demo: boolean;
}

export interface LocalServer extends Endpoints {
  readonly apiUrl: string;
  readonly events: Pick<EventDelivery, 'idle'>;
  /** Finishes running requests and deliveries, then closes the databases. */
  close(): Promise<void>;
}

interface Closable {
  close(): Promise<void>;
}

/** Rejects with a `StartError` for what the user can mend; nothing is left running then. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const opened: Closable[] = [];
  async function open<T extends Closable>(starting: T | Promise<T>): Promise<T> {
    const server = await starting;
    opened.unshift(server);
    return server;
  }
  const close = async () => {
    for (const server of opened) await server.close();
  };

  try {
    return { ...(await openAll(options, open)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Open = <T extends Closable>(starting: T | Promise<T>) => Promise<T>;

async function openAll(options: LocalServerOptions, open: Open): Promise<Omit<LocalServer, 'close'>> {
  const { port, dataDir } = options;
  const { outbox, s3Url, dynamodbUrl } = await open(startEmbeddedServers(options));
  setLambdaEnvironment(process.env, { s3Url, dynamodbUrl });
  await provision(options);
  const events = await open(startEventDelivery({ outbox, handler: await loadQueueHandler('draft-changed') }));
  const gateway = startGateway({ port, routes: routeTable, loadHandler: loadProxyHandler });
  const { url: apiUrl } = await open(explained(gateway, { port, portFlag: '--port', dataDir }));
  return { apiUrl, s3Url, dynamodbUrl, events };
}
