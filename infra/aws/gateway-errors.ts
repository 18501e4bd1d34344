// Errors that API Gateway answers itself, in the service's envelope (docs/api.md).
// https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { errorReplies, RETRY_AFTER_SECONDS, type ReplyCode } from '../../functions/http/error-reply.ts';
import type { Settings } from '../settings.ts';

interface GatewayError {
  readonly code: ReplyCode;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function addGatewayErrors(api: RestApi, { authorizer }: Pick<Settings, 'authorizer'>): void {
  for (const [kind, error] of Object.entries(gatewayErrors(authorizer))) add(api, kind, error);
}

function gatewayErrors(authorizer: Settings['authorizer']): Readonly<Record<string, GatewayError>> {
  const headers = { 'WWW-Authenticate': authorizer === 'iam' ? 'AWS4-HMAC-SHA256' : 'Bearer' };
  const hasTokens = authorizer === 'cognito' || authorizer === 'oidc';
  const unauthenticated = (message: string) => ({ code: 'UNAUTHENTICATED', message, headers }) as const;
  return {
    // For every type that is not named below.
    DEFAULT_4XX: { code: 'INVALID_REQUEST', message: 'The request cannot be understood.' },
    DEFAULT_5XX: {
      code: 'INTERNAL',
      message: 'Something went wrong on our side; report this request to those who run the service.',
    },
    // Every path and method leads to a function, so this one is about credentials only. AWS would say 403.
    MISSING_AUTHENTICATION_TOKEN: unauthenticated(
      'The request has no credentials; sign it, or send a token.',
    ),
    UNAUTHORIZED: unauthenticated('The credentials are missing or not valid; sign in again.'),
    EXPIRED_TOKEN: unauthenticated('The credentials have expired; sign in again.'),
    INVALID_SIGNATURE: unauthenticated(
      'The signature does not fit the request; look at key, region and clock.',
    ),
    ACCESS_DENIED: {
      code: 'FORBIDDEN',
      // The authorizer says which role is missing (infra/aws/authorizer/authorizer.ts).
      message: hasTokens
        ? 'You may not do this. $context.authorizer.refusal'
        : 'You may not do this; ask those who run the service.',
    },
    WAF_FILTERED: { code: 'FORBIDDEN', message: 'A firewall rule stands against this request.' },
    REQUEST_TOO_LARGE: { code: 'BODY_TOO_LARGE', message: 'The body has more than 10 MB; send less.' },
    BAD_REQUEST_BODY: { code: 'INVALID_REQUEST', message: 'The body cannot be understood.' },
    BAD_REQUEST_PARAMETERS: {
      code: 'INVALID_REQUEST',
      message: 'The path or the query cannot be understood.',
    },
    RESOURCE_NOT_FOUND: {
      code: 'ROUTE_NOT_FOUND',
      message: 'There is no such route; see /api/v1/openapi.json.',
    },
    THROTTLED: { code: 'THROTTLED', message: TOO_MANY },
    QUOTA_EXCEEDED: { code: 'THROTTLED', message: TOO_MANY },
    INTEGRATION_TIMEOUT: { code: 'UNAVAILABLE', message: NO_ANSWER },
    // Also of a function that crashed, was throttled, or answered more than Lambda carries.
    INTEGRATION_FAILURE: { code: 'UNAVAILABLE', message: NO_ANSWER },
  };
}

const TOO_MANY = 'Too many requests; try again in a moment.';
const NO_ANSWER =
  'The function gave no answer, so what it has stored is not known. Look, or repeat the request with its Idempotency-Key.';

function add(api: RestApi, kind: string, { code, message, headers }: GatewayError): void {
  const [status, type] = errorReplies[code];
  const seconds = RETRY_AFTER_SECONDS[code];
  const all = {
    'Cache-Control': 'no-store',
    ...(seconds && { 'Retry-After': String(seconds) }),
    ...headers,
  };
  const error = { code, type, message, request_id: '$context.requestId' };
  api.addGatewayResponse(kind, {
    type: ResponseType.of(kind),
    statusCode: String(status),
    // API Gateway wants constants in quotes of their own.
    responseHeaders: Object.fromEntries(Object.entries(all).map(([name, value]) => [name, `'${value}'`])),
    templates: { 'application/json': JSON.stringify({ error }) },
  });
}
