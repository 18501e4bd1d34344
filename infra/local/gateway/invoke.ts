// From a request to the reply of its handler, as API Gateway and the Lambda service do it between them.
import type { APIGatewayProxyResult } from 'aws-lambda';
import { lambdaContext } from '../lambda/context.ts';
import type { ProxyHandler } from '../lambda/handlers.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { proxyEvent } from './proxy-event.ts';
import { badPath, handlerFailed } from './replies.ts';
import { createRouteMatcher, type GatewayRoute, type MatchRoute, NO_ROUTE } from './route-matcher.ts';

export type LoadHandler = (name: string) => Promise<ProxyHandler>;

/** Never throws: a handler that fails is a reply, and a line on stderr. */
export type Invoke = (request: GatewayRequest) => Promise<APIGatewayProxyResult>;

/** Loads every handler at once, so that a broken one shows now and the first requests are fast. */
export async function createInvoke(
  routes: readonly GatewayRoute[],
  loadHandler: LoadHandler,
): Promise<Invoke> {
  const names = new Set([NO_ROUTE, ...routes.map(({ handler }) => handler)]);
  const handlers = new Map(
    await Promise.all([...names].map(async (name) => [name, await loadHandler(name)] as const)),
  );
  const matchRoute = createRouteMatcher(routes);

  return async (request) => {
    const match = matchOrNull(matchRoute, request);
    if (match === null) return badPath(request.requestId);
    try {
      const handler = handlers.get(match.handler);
      if (handler === undefined) throw new Error(`no handler ${match.handler}`);
      return await handler(proxyEvent(request, match), lambdaContext(match.handler));
    } catch (error) {
      console.error(`${match.handler} failed:`, error);
      return handlerFailed(request.requestId);
    }
  };
}

function matchOrNull(matchRoute: MatchRoute, { method, path }: GatewayRequest) {
  try {
    return matchRoute(method, path);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
