// The whole service in one process: S3, DynamoDB, the delivery of events and, last, the HTTP API, so that a client that
// reaches the API finds everything working. Used by main.ts and by tests; at most one per process, because the handlers
// read their environment when they are imported.
import { readLayout } from '../../../functions/config.ts';
import { type LayoutSettings, setLayout } from '../../../functions/domain/layout.ts';
import { routes, routeTable } from '../../../functions/http/routes.ts';
import { startEmbeddedServers } from '../embedded/embedded-servers.ts';
import type { Endpoints } from '../endpoints.ts';
import { startEventSource } from '../events/event-source.ts';
import { startEventsListener, startGateway } from '../gateway/gateway.ts';
import type { LoadHandler } from '../gateway/invoke.ts';
import { startPackages } from '../gateway/packages.ts';
import { startPortal } from '../gateway/portal.ts';
import { findIdentity } from '../lambda/aws-identity.ts';
import {
  type LocalCheck,
  type LocalNotify,
  type LocalReleases,
  setLambdaEnvironment,
} from '../lambda/environment.ts';
import { handlerModule, loadProxyHandler, loadQueueHandler, type ProxyHandler } from '../lambda/handlers.ts';
import { createThreadedHandler } from '../lambda/threaded-handler.ts';
import { startNewsSource } from '../news/news-source.ts';
import { type ProvisionPlan, provision } from '../provision/provision.ts';
import type { EventQueue } from '../provision/queue.ts';
import { explained } from '../start-error.ts';
import type { ChosenServers } from './chosen-servers.ts';

/** Ports may be 0 for any that is free. */
export interface LocalServerOptions extends ChosenServers {
  readonly port: number;
  readonly s3Port: number;
  readonly dynamodbPort: number;
  /** Where embedded servers keep everything, and where posted events wait; made if it is missing. */
  readonly dataDir: string;
  readonly bucket: string;
  readonly table: string;
  /** Whether a new bucket gets the demo pipeline; an empty one of a local server does, too. */
  readonly demo: boolean;
  /** Whether versioning and notifications of a bucket that is there already may be changed. */
  readonly setup: boolean;
  /** Whether runs may use drafts; not by default. */
  readonly draftRuns?: boolean;
  /** What is asked before a version becomes visible; nothing by default. */
  readonly check?: LocalCheck | undefined;
  /** The webhook; none by default. */
  readonly notify?: LocalNotify | undefined;
  /** Whether versions are put into a bucket as plain objects; not by default. */
  readonly releases?: LocalReleases | undefined;
  /** What makes a directory a pipeline; as by default if it is left out. */
  readonly layout?: LayoutSettings | undefined;
  /** Whom versions name as their author; nobody by default. */
  readonly author?: string | null | undefined;
  /** Whether the portal is built again when its sources change. */
  readonly watchPortal?: boolean;
}

export interface LocalServer extends Endpoints {
  readonly apiUrl: string;
  readonly region: string;
  readonly eventsFrom: 'outbox' | 'webhook' | EventQueue;
  /** The token that posted events carry, unless the user chose one. */
  readonly newToken?: string | undefined;
  /** What the user had better know, a sentence or more each. */
  readonly warnings: readonly string[];
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
  const { port, dataDir, eventsHost, credentials, author } = options;
  const keys = typeof credentials === 'string' ? undefined : credentials;
  const identity = await findIdentity(credentials, process.env);
  const { region } = identity;
  const { store, s3Url, dynamodbUrl } = await open(startEmbeddedServers({ ...options, identity, keys }));
  setLambdaEnvironment(process.env, { ...options, s3Url, dynamodbUrl, region });
  setLayout(readLayout(process.env));
  const { queue, warnings } = await provision(provisionPlan(options, { s3Url, dynamodbUrl }));
  const handler = await loadQueueHandler('observe-drafts');
  const { webhook, newToken } = await open(
    startEventSource({ outbox: store?.outbox, queue, handler, dataDir }),
  );
  const place = { port, portFlag: '--port', dataDir };
  const portal = await open(startPortal({ watched: options.watchPortal ?? false }));
  const packages = await open(startPackages());
  const loadHandler = await openHandlers(open, options);
  const gateway = startGateway({ port, routes: routeTable, loadHandler, author, webhook, packages, portal });
  const { url: apiUrl } = await open(explained(gateway, place));
  if (webhook !== undefined && eventsHost !== undefined) {
    await open(explained(startEventsListener(eventsHost, Number(new URL(apiUrl).port), webhook), place));
  }
  const eventsFrom = queue ?? (store ? 'outbox' : 'webhook');
  return { apiUrl, s3Url, dynamodbUrl, region, eventsFrom, newToken, warnings };
}

/** Patches are computed for seconds; all others are answered meanwhile. */
async function openHandlers(
  open: Open,
  { notify, releases, dataDir }: LocalServerOptions,
): Promise<LoadHandler> {
  const slow = routes.compareVersions.handler;
  const { handler } = await open(createThreadedHandler(handlerModule(slow)));
  const load: LoadHandler = (name) => (name === slow ? Promise.resolve(handler) : loadProxyHandler(name));
  const told = [
    ...(notify ? [{ name: 'deliver-news', keptIn: 'news' }] : []),
    ...(releases ? [{ name: 'write-releases', keptIn: 'releases' }] : []),
  ];
  let waking = load;
  // Before the first request: what is old has to be known by then.
  for (const { name, keptIn } of told) {
    const handler = await loadQueueHandler(name);
    const news = await open(startNewsSource({ dataDir, loadHandler: load, handler, name, keptIn }));
    waking = wakingAll(waking, news.wake);
  }
  return waking;
}

function wakingAll(load: LoadHandler, wake: () => void): LoadHandler {
  return async (name) => wakingAfter(await load(name), wake);
}

/** Whatever the request came to: an answer of 500 may have followed a change. */
function wakingAfter(handler: ProxyHandler, wake: () => void): ProxyHandler {
  return async (event, context) => {
    try {
      return await handler(event, context);
    } finally {
      if (event.httpMethod !== 'GET') wake();
    }
  };
}

function provisionPlan(options: LocalServerOptions, endpoints: Endpoints): ProvisionPlan {
  const { given, events, credentials, releases } = options;
  const isEmbedded = given.s3Url === undefined;
  // An empty bucket of somebody's own stays empty.
  const demo = credentials === 'standard' ? 'into-new' : 'into-empty';
  return {
    ...options,
    ...endpoints,
    releaseBucket: releases?.bucket,
    setup: options.setup || isEmbedded,
    demo: options.demo ? demo : 'no',
    events: eventsPlan(),
  };

  function eventsPlan(): ProvisionPlan['events'] {
    if (isEmbedded || !events) return { by: 'none' };
    return given.sqsUrl === undefined ? { by: 'webhook' } : { by: 'queue', sqsUrl: given.sqsUrl };
  }
}
