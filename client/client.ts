// The client of the HTTP API: a typed method for each operation of the OpenAPI document. It needs nothing but fetch, so
// the portal and the command line share it.
import { operations } from './operations.ts';
import type { Answer, AnyRequest, Client, OperationId } from './request.ts';
import { isRepeatable, type RetryOptions, withRetries } from './retry.ts';
import { type HttpRequest, type SendDeps, type Sign, send } from './send.ts';
import { targetUrl } from './target-url.ts';
import { wait } from './wait.ts';

export interface ClientOptions {
  /** Where the API is, with the stage if there is one: `https://….execute-api.eu-west-1.amazonaws.com/v1`. */
  readonly baseUrl: string;
  readonly fetch?: typeof fetch;
  /** Adds credentials: a signature or a bearer token. */
  readonly sign?: Sign;
  readonly retry?: Partial<RetryOptions>;
  /** Of one attempt, in milliseconds; 35,000 by default. API Gateway gives up after 29 s. */
  readonly timeout?: number;
}

export function createClient(options: ClientOptions): Client {
  const retry: RetryOptions = { retries: 4, wait, random: Math.random, ...options.retry };
  const deps: SendDeps = {
    fetch: options.fetch ?? ((...request) => fetch(...request)),
    sign: options.sign ?? (async ({ headers }) => headers),
    timeout: options.timeout ?? 35_000,
  };

  async function call(id: OperationId, request: AnyRequest = {}): Promise<Answer<unknown>> {
    const http = httpRequest(options.baseUrl, id, request);
    const { signal } = request;
    const retries = 'repeatable' in operations[id] || isRepeatable(http) ? retry.retries : 0;
    return withRetries({ ...retry, retries }, signal, () => send(deps, http, id, signal));
  }

  const methods = Object.keys(operations).map((id) => [
    id,
    (request?: AnyRequest) => call(id as OperationId, request),
  ]);
  return Object.fromEntries(methods) as Client;
}

function httpRequest(baseUrl: string, id: OperationId, request: AnyRequest): HttpRequest {
  const { method, path, ...operation } = operations[id];
  const { body, ifNoneMatch } = request;
  const isBytes = body instanceof Uint8Array;
  const headers = new Headers(request.headers);
  if ('takesKey' in operation && !headers.has('idempotency-key'))
    headers.set('idempotency-key', crypto.randomUUID());
  if (ifNoneMatch !== undefined) headers.set('if-none-match', ifNoneMatch);
  if (body) headers.set('content-type', isBytes ? 'application/octet-stream' : 'application/json');
  return {
    method,
    url: targetUrl(baseUrl, path, request.path, request.query),
    headers: Object.fromEntries(headers),
    body: body === undefined || isBytes ? body : new TextEncoder().encode(JSON.stringify(body)),
  };
}
