// The portal as CloudFront and API Gateway serve it where people sign in: files with the same headers, views by the
// same function, the API below /api behind the same authorizer.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import type { Role } from '../../../functions/domain/roles.ts';
import { handler as getMe } from '../../../functions/handlers/get-me.ts';
import { pathPattern } from '../../../functions/http/match-route.ts';
import { methodsOf } from '../../../functions/http/route.ts';
import { routeTable } from '../../../functions/http/routes.ts';
import { type AuthorizedEvent, createAuthorizer } from '../../../infra/aws/authorizer/authorizer.ts';
import { oidcVerifier } from '../../../infra/aws/authorizer/token-verifiers.ts';
import { pageFunctionCode } from '../../../infra/aws/portal/page-function.ts';
import { buildPortal } from '../../../portal/build.ts';
import { securityHeaders } from '../../../portal/delivery.ts';
import { resultFor } from '../../support/cloudfront-function.ts';

export interface FrontOptions {
  readonly port: number;
  readonly apiUrl: string;
  readonly issuer: string;
  /** The authorizer takes tokens for one of them; which, a test says by its config. */
  readonly audiences: readonly string[];
}

export interface SignedInFront {
  readonly origin: string;
  /** What /config.json says; may be no JSON at all. */
  config: string;
  /** Of every request to the API: its path, who has sent it, and what came of it. */
  readonly asked: {
    readonly path: string;
    readonly search: string;
    readonly caller: string | null;
    readonly status: number;
  }[];
  /** As if they had been revoked, or were too old. */
  readonly refused: Set<string>;
  refuseAll: boolean;
  /** What every token may do; by default everything that the table has. */
  everyone: Role | null;
  stop(): void;
}

export async function startSignedInFront(options: FrontOptions): Promise<SignedInFront> {
  const files = await buildPortal();
  const verifiers = options.audiences.map((audience) =>
    oidcVerifier({ issuer: options.issuer, audience, clientIds: [] }),
  );
  const headers = securityHeaders([options.issuer]);
  const origin = `http://127.0.0.1:${options.port}`;
  const front = {
    origin,
    config: '{}',
    asked: [],
    refused: new Set<string>(),
    refuseAll: false,
    everyone: 'operator',
  } as Omit<SignedInFront, 'stop'>;

  async function verify(token: string) {
    if (front.refuseAll || front.refused.has(token)) return null;
    const found = await Promise.all(verifiers.map((one) => one(token)));
    return found.find((claims) => claims !== null) ?? null;
  }

  /** `null`: the token is not taken. */
  function authorized(request: IncomingMessage, pathname: string) {
    const rules = { rolesClaim: 'groups', nameClaim: 'email', everyone: front.everyone, takesScopes: false };
    const authorize = createAuthorizer(verify, rules);
    return authorize(eventOf(request, pathname)).catch((failure: Error) => {
      if (failure.message === 'Unauthorized') return null;
      throw failure;
    });
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', origin);
    if (pathname.startsWith('/api/')) {
      const said = await authorized(request, pathname);
      const reply = await replyTo(said, () => forwarded(options.apiUrl, request, search), pathname);
      front.asked.push({ path: pathname, search, caller: said?.principalId ?? null, status: reply.status });
      response.writeHead(reply.status, Object.fromEntries(reply.headers));
      response.end(Buffer.from(await reply.arrayBuffer()));
      return;
    }
    response.setHeaders(new Map(Object.entries(headers)));
    if (pathname === '/config.json') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache' });
      response.end(front.config);
      return;
    }
    const { uri, statusCode, headers: answered = {} } = resultFor(pageFunctionCode(), pathname);
    if (uri === undefined) {
      for (const [name, { value }] of Object.entries(answered)) response.setHeader(name, value);
      response.writeHead(statusCode ?? 200).end();
      return;
    }
    const file = files.get(uri);
    response.writeHead(file ? 200 : 404, {
      'Content-Type': file?.contentType ?? 'application/xml',
      'Cache-Control': file?.cacheControl ?? 'no-store',
    });
    response.end(file?.body ?? '<Error><Code>NoSuchKey</Code></Error>');
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  return Object.assign(front, {
    stop() {
      server.close();
      server.closeAllConnections();
    },
  });
}

/** Under its own name: a browser's Origin and Host are the front's. */
async function forwarded(apiUrl: string, request: IncomingMessage, search: string): Promise<Response> {
  const { pathname } = new URL(request.url ?? '/', apiUrl);
  const names = ['content-type', 'idempotency-key', 'if-match', 'if-none-match'];
  const kept = names.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  const body = await buffer(request);
  return fetch(`${apiUrl}${pathname}${search}`, {
    method: request.method ?? 'GET',
    headers: Object.fromEntries(kept),
    ...(body.length > 0 && { body }),
  });
}

/** As API Gateway shows it to the authorizer. */
function eventOf({ method = 'GET', headers }: IncomingMessage, pathname: string): AuthorizedEvent {
  const row = routeTable.find(
    (route) => pathPattern(route.path).test(pathname) && methodsOf(route).some((one) => one === method),
  );
  const parameters = row === undefined ? {} : pathPattern(row.path).exec(pathname)?.groups;
  return {
    httpMethod: method,
    methodArn: `arn:aws:execute-api:eu-west-1:111122223333:api/live/${method}${pathname}`,
    resource: row?.path ?? '/{proxy+}',
    pathParameters: { ...parameters },
    headers: { authorization: headers.authorization },
    multiValueHeaders: null,
  };
}

type Said = Awaited<ReturnType<ReturnType<typeof createAuthorizer>>>;

/** The local service knows no callers, so what is asked about the caller itself is answered by its function here. */
async function replyTo(
  said: Said | null,
  forward: () => Promise<Response>,
  pathname: string,
): Promise<Response> {
  if (said === null)
    return refusal(
      401,
      'UNAUTHENTICATED',
      'AUTHENTICATION',
      'The credentials are missing or not valid; sign in again.',
    );
  const { refusal: why } = said.context;
  if (why !== '') return refusal(403, 'FORBIDDEN', 'AUTHORIZATION', `You may not do this. ${why}`);
  if (pathname !== '/api/v1/me') return forward();
  const requestContext = { requestId: 'r', authorizer: { principalId: said.principalId, ...said.context } };
  const event = { httpMethod: 'GET', path: pathname, headers: {}, body: null, requestContext };
  const { statusCode, headers, body } = await getMe(
    event as unknown as APIGatewayProxyEvent,
    {
      getRemainingTimeInMillis: () => 10_000,
    } as Context,
  );
  return new Response(body, { status: statusCode, headers: headers as Record<string, string> });
}

// As infra/aws/gateway-errors.ts has it.
const refusal = (status: number, code: string, type: string, message: string) =>
  Response.json(
    { error: { code, type, message, request_id: crypto.randomUUID() } },
    { status, headers: status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {} },
  );
