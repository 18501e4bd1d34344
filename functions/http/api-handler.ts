// What every HTTP function has in common: parse the event, run the route, reply; errors in our envelope.
import middy from '@middy/core';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { log } from '../log.ts';
import { withinTime } from '../request-scope.ts';
import { withinLimit } from './answer-limit.ts';
import { bytesBody } from './bytes-body.ts';
import { asDomainError, toErrorReply } from './error-reply.ts';
import { parseRequest, type Request } from './parse-request.ts';
import { logRequest } from './request-log.ts';
import type { Operation } from './route.ts';

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; left out of replies that have none, such as 304. */
  readonly body?: unknown;
  /** Sent as they are, in place of a body. */
  readonly bytes?: Uint8Array;
}

export function apiHandler<R extends Operation>(route: R, run: (request: Request<R>) => Promise<Reply>) {
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
    .use(httpHeaderNormalizer())
    .use(errorEnvelope(route.operationId))
    .handler(async (event, context) => {
      const began = performance.now();
      const remaining = () => context.getRemainingTimeInMillis();
      const reply = await withinTime(remaining, async () => run(parseRequest(route, event)));
      const result = withinLimit(route, toProxyResult(reply));
      logRequest(route.operationId, event, { ...reply, outcome: 'ok', began });
      return result;
    });
}

/** Turns every error into a reply, and logs those that are our fault. */
export function errorEnvelope(
  operationId: string,
): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context, { began?: number }> {
  return {
    before: ({ internal }) => {
      internal.began = performance.now();
    },
    onError: (request) => {
      const { event } = request;
      const { requestId } = event.requestContext;
      const error = asDomainError(request.error, requestId);
      if (error.cause) {
        log.error(error.message, { route: operationId, request_id: requestId, error: error.cause as Error });
      }
      request.response = toErrorReply(error, requestId);
      const { began = performance.now() } = request.internal;
      logRequest(operationId, event, { status: request.response.statusCode, outcome: error.code, began });
    },
  };
}

function toProxyResult({ status, headers, body, bytes }: Reply): APIGatewayProxyResult {
  return {
    statusCode: status,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      'Cache-Control': 'no-store',
      ...headers,
    },
    ...(bytes === undefined ? { body: body === undefined ? '' : JSON.stringify(body) } : bytesBody(bytes)),
  };
}
