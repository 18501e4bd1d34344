// What API Gateway answers by itself, in the service's envelope (API.md).
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { errorReplies, RETRY_AFTER_SECONDS } from '../../functions/http/error-reply.ts';

interface GatewayError {
  /** Left out: API Gateway's own for each case. */
  readonly status?: number;
  readonly code: string;
  readonly type: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `challenge`: how to sign in, for `WWW-Authenticate`. */
export function addGatewayErrors(api: RestApi, challenge: string): void {
  for (const [kind, error] of Object.entries(gatewayErrors(challenge))) add(api, kind, error);
}

function gatewayErrors(challenge: string): Readonly<Record<string, GatewayError>> {
  const unauthenticated = { ...UNAUTHENTICATED, headers: { 'WWW-Authenticate': challenge } };
  return {
    DEFAULT_4XX: {
      code: 'INVALID_REQUEST',
      type: 'VALIDATION',
      message: 'The request cannot be understood.',
    },
    DEFAULT_5XX: {
      code: 'INTERNAL',
      type: 'INTERNAL',
      message: 'Something went wrong on our side; report this request to those who run the service.',
    },
    // Every path and method leads to a function, so this one is about credentials only. AWS would say 403.
    MISSING_AUTHENTICATION_TOKEN: {
      ...unauthenticated,
      message: 'The request has no credentials; sign it, or send a token.',
    },
    UNAUTHORIZED: { ...unauthenticated, message: 'The credentials are missing or not valid; sign in again.' },
    EXPIRED_TOKEN: { ...unauthenticated, message: 'The credentials have expired; sign in again.' },
    INVALID_SIGNATURE: {
      ...unauthenticated,
      message: 'The signature does not fit the request; look at key, region and clock.',
    },
    ACCESS_DENIED: { ...FORBIDDEN, message: 'You may not do this; ask those who run the service.' },
    WAF_FILTERED: { ...FORBIDDEN, message: 'A firewall rule stands against this request.' },
    REQUEST_TOO_LARGE: ours('BODY_TOO_LARGE', 'The body has more than 10 MB; send less.'),
    BAD_REQUEST_BODY: ours('INVALID_REQUEST', 'The body cannot be understood.'),
    BAD_REQUEST_PARAMETERS: ours('INVALID_REQUEST', 'The path or the query cannot be understood.'),
    RESOURCE_NOT_FOUND: ours('ROUTE_NOT_FOUND', 'There is no such route; see /api/v1/openapi.json.'),
    THROTTLED: ours('THROTTLED', TOO_MANY),
    QUOTA_EXCEEDED: ours('THROTTLED', TOO_MANY),
    INTEGRATION_TIMEOUT: ours('UNAVAILABLE', NO_ANSWER),
    INTEGRATION_FAILURE: ours('UNAVAILABLE', NO_ANSWER),
  };
}

const UNAUTHENTICATED = { status: 401, code: 'UNAUTHENTICATED', type: 'AUTHENTICATION' };
const FORBIDDEN = { status: 403, code: 'FORBIDDEN', type: 'AUTHORIZATION' };
const TOO_MANY = 'Too many requests; try again in a moment.';
const NO_ANSWER =
  'There was no answer in time; try again in a moment. If you sent an Idempotency-Key, repeat it.';

function ours(code: keyof typeof errorReplies, message: string): GatewayError {
  const [status, type] = errorReplies[code];
  const seconds = RETRY_AFTER_SECONDS[code];
  return { status, code, type, message, ...(seconds && { headers: { 'Retry-After': String(seconds) } }) };
}

function add(api: RestApi, kind: string, { status, code, type, message, headers }: GatewayError): void {
  const all = { 'Cache-Control': 'no-store', ...headers };
  const error = { code, type, message, request_id: '$context.requestId' };
  api.addGatewayResponse(kind, {
    type: ResponseType.of(kind),
    ...(status !== undefined && { statusCode: String(status) }),
    // API Gateway wants constants in quotes of their own.
    responseHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, `'${value}'`])),
    templates: { 'application/json': JSON.stringify({ error }) },
  });
}
