// The portal as CloudFront and API Gateway serve it where people sign in: files with the same headers, views by the
// same function, the API below /api behind the same check of tokens.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { oidcVerifier } from '../../../infra/aws/oidc-authorizer/oidc-verifier.ts';
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
  readonly asked: { readonly path: string; readonly caller: string | null; readonly status: number }[];
  /** As if they had been revoked, or were too old. */
  readonly refused: Set<string>;
  refuseAll: boolean;
  stop(): void;
}

export async function startSignedInFront(options: FrontOptions): Promise<SignedInFront> {
  const files = await buildPortal();
  const verifiers = options.audiences.map((audience) => oidcVerifier(options.issuer, audience));
  const headers = securityHeaders([options.issuer]);
  const origin = `http://127.0.0.1:${options.port}`;
  const front = { origin, config: '{}', asked: [], refused: new Set<string>(), refuseAll: false } as Omit<
    SignedInFront,
    'stop'
  >;

  async function callerBy(token: string): Promise<string | null> {
    if (front.refuseAll || front.refused.has(token)) return null;
    const subjects = await Promise.all(verifiers.map((verify) => verify(token)));
    return subjects.find((subject) => subject !== null) ?? null;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', origin);
    if (pathname.startsWith('/api/')) {
      const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
      const caller = await callerBy(token);
      const reply = caller === null ? unauthorized() : await forwarded(options.apiUrl, request, search);
      front.asked.push({ path: pathname, caller, status: reply.status });
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

// As infra/aws/gateway-errors.ts has it.
const unauthorized = () =>
  Response.json(
    {
      error: {
        code: 'UNAUTHENTICATED',
        type: 'AUTHENTICATION',
        message: 'The credentials are missing or not valid; sign in again.',
        request_id: crypto.randomUUID(),
      },
    },
    { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } },
  );
