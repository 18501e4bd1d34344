// Turns a request into the reply of its handler, as API Gateway and the Lambda service do together.
import type { APIGatewayProxyResult } from 'aws-lambda';
import type { HttpRequest } from '../http/request.ts';
import { lambdaContext } from '../lambda/context.ts';
import type { ProxyHandler } from '../lambda/handlers.ts';
import { proxyEvent } from './proxy-event.ts';
import { handlerFailed, tooManyRequests } from './replies.ts';
import { createRouteMatcher, type GatewayRoute, NO_ROUTE } from './route-matcher.ts';
import { createTurns } from './turns.ts';

/** Of the whole result as JSON. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_ANSWER_BYTES = 6 * 1024 * 1024 + 100;

/** In one process, which S3 and DynamoDB share if they are embedded. */
const AT_ONCE = 32;
/** API Gateway gives up after 29 s. */
const MOST_WAIT_MS = 20_000;

export type LoadHandler = (name: string) => Promise<ProxyHandler>;

/** Never throws: a handler that fails is a reply, and a line on stderr. */
export type Invoke = (request: HttpRequest) => Promise<APIGatewayProxyResult>;

/** Loads every handler at once, so that a broken one shows now and the first requests are fast. */
export async function createInvoke(
  routes: readonly GatewayRoute[],
  loadHandler: LoadHandler,
  author: string | null = null,
): Promise<Invoke> {
  const names = new Set([NO_ROUTE, ...routes.map(({ handler }) => handler)]);
  const handlers = new Map(
    await Promise.all([...names].map(async (name) => [name, await loadHandler(name)] as const)),
  );
  const matchRoute = createRouteMatcher(routes);
  const turns = createTurns(AT_ONCE, MOST_WAIT_MS);

  return async (request) => {
    const match = matchRoute(request.method, request.path);
    try {
      const handler = handlers.get(match.handler);
      if (handler === undefined) throw new Error(`no handler ${match.handler}`);
      const run = () => handler(proxyEvent(request, match, author), lambdaContext(match.handler));
      const result = await turns.take(run);
      return result === null ? tooManyRequests(request.requestId) : carried(result);
    } catch (error) {
      console.error(`${match.handler} failed:`, error);
      return handlerFailed(request.requestId);
    }
  };
}

/** Throws for a result that Lambda would not carry back. */
function carried(result: APIGatewayProxyResult): APIGatewayProxyResult {
  const bytes = Buffer.byteLength(JSON.stringify(result) ?? '');
  if (bytes <= MAX_ANSWER_BYTES) return result;
  throw new Error(`the answer has ${bytes} bytes, more than the ${MAX_ANSWER_BYTES} that Lambda carries`);
}
