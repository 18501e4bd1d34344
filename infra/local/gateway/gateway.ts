// The local API Gateway: an HTTP server that turns each request into a proxy event, calls the route's handler and sends
// the handler's result. It also serves the portal and accepts the events that S3 servers post.

import { WEBHOOK_PATH } from '../webhook-settings.ts';
import { isForeign } from './foreign-origin.ts';
import { type Answer, type HttpServer, startHttpServer } from './http-server.ts';
import { createInvoke, type LoadHandler } from './invoke.ts';
import type { Portal } from './portal.ts';
import { bodyTooLarge, foreignOrigin, noSuchPath } from './replies.ts';
import type { GatewayRoute } from './route-matcher.ts';

export interface GatewayOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly routes: readonly GatewayRoute[];
  readonly loadHandler: LoadHandler;
  /** Answers the requests to `WEBHOOK_PATH`, under whatever name they reach this machine: they carry a token. */
  readonly webhook?: Answer | undefined;
  /** Asked before the API; answers `undefined` for paths of the API. */
  readonly portal?: Pick<Portal, 'answer'> | undefined;
}

/** Listens on 127.0.0.1 only. Rejects with the error of `listen`, or of a handler that cannot be loaded. */
export async function startGateway(options: GatewayOptions): Promise<HttpServer> {
  const { port, routes, loadHandler, webhook, portal } = options;
  const invoke = await createInvoke(routes, loadHandler);
  return startHttpServer('127.0.0.1', port, async (request) => {
    if (webhook !== undefined && request.path === WEBHOOK_PATH) return webhook(request);
    if (isForeign(request.headers)) return foreignOrigin(request.requestId);
    if (request.isTooLarge) return bodyTooLarge(request.requestId);
    return (await portal?.answer(request)) ?? invoke(request);
  });
}

/** A second address for the webhook, for S3 servers that cannot reach the loopback. Serves nothing else. */
export function startEventsListener(host: string, port: number, webhook: Answer): Promise<HttpServer> {
  return startHttpServer(host, port, async (request) =>
    request.path === WEBHOOK_PATH ? webhook(request) : noSuchPath(request.requestId),
  );
}
