// The local API Gateway: an HTTP server that turns each request into a proxy event, calls the route's handler and sends
// the handler's result. It also serves the portal and accepts the events that S3 servers post.
import { isIP } from 'node:net';
import { PAGE_PATHS } from '../../../portal/delivery.ts';
import { type Answer, type HttpServer, startHttpServer } from '../http/http-server.ts';
import { WEBHOOK_PATH } from '../webhook-settings.ts';
import { createInvoke, type LoadHandler } from './invoke.ts';
import type { Packages } from './packages.ts';
import type { Portal } from './portal.ts';
import { bodyTooLarge, foreignOrigin, handlerFailed, noSuchPath } from './replies.ts';
import type { GatewayRoute } from './route-matcher.ts';

export interface GatewayOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly routes: readonly GatewayRoute[];
  readonly loadHandler: LoadHandler;
  /** As whom all callers are seen; nobody by default. */
  readonly author?: string | null | undefined;
  /** Answers the requests to `WEBHOOK_PATH`. */
  readonly webhook?: Answer | undefined;
  /** Asked before the portal. */
  readonly packages?: Pick<Packages, 'answer'> | undefined;
  /** Asked before the API; answers `undefined` for paths of the API. */
  readonly portal?: Pick<Portal, 'answer'> | undefined;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

const service = { maxBodyBytes: MAX_BODY_BYTES, forbidden: foreignOrigin, failed: handlerFailed };

/** How containers call this machine. No public name server knows these names. */
const NAMES_IN_CONTAINERS = new Set(['host.docker.internal', 'host.containers.internal']);

/** Listens on 127.0.0.1 only. Rejects with the error of `listen`, or of a handler that cannot be loaded. */
export async function startGateway(options: GatewayOptions): Promise<HttpServer> {
  const { port, routes, loadHandler, author, webhook, packages, portal } = options;
  const invoke = await createInvoke(routes, loadHandler, author);
  return startHttpServer({
    ...service,
    port,
    welcome: {
      isPage: (path) => PAGE_PATHS.test(path),
      isOwnName: (name, path) => path === WEBHOOK_PATH && NAMES_IN_CONTAINERS.has(name),
    },
    answer: async (request) => {
      if (webhook !== undefined && request.path === WEBHOOK_PATH) return webhook(request);
      if (request.isTooLarge) return bodyTooLarge(request.requestId);
      return (await packages?.answer(request)) ?? (await portal?.answer(request)) ?? invoke(request);
    },
  });
}

/** A second address for the webhook, for S3 servers that cannot reach the loopback. Serves nothing else. */
export function startEventsListener(host: string, port: number, webhook: Answer): Promise<HttpServer> {
  return startHttpServer({
    ...service,
    host,
    port,
    // An address needs no name server, so no page can have a name that leads to it.
    welcome: { isOwnName: (name) => name === host || NAMES_IN_CONTAINERS.has(name) || isAddress(name) },
    answer: async (request) =>
      request.path === WEBHOOK_PATH ? webhook(request) : noSuchPath(request.requestId),
  });
}

const isAddress = (name: string) => isIP(name.replace(/^\[(.*)\]$/, '$1')) > 0;
