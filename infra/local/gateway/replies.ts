// The gateway's own errors.
import type { APIGatewayProxyResult } from 'aws-lambda';

type OwnError = readonly [status: number, code: string, type: string, message: string];

const BODY_TOO_LARGE: OwnError = [
  413,
  'BODY_TOO_LARGE',
  'VALIDATION',
  'The body has more than 10 MB; send less.',
];
// The same as in infra/aws/gateway-errors.ts.
const HANDLER_FAILED: OwnError = [
  503,
  'UNAVAILABLE',
  'UNAVAILABLE',
  'The function gave no answer, so what it has stored is not known; its log has the cause.',
];

const TOO_MANY_REQUESTS: OwnError = [
  429,
  'THROTTLED',
  'RATE_LIMIT',
  'There are more requests than this server can answer in time. Nothing was stored; try again in a moment.',
];

const FOREIGN_ORIGIN: OwnError = [
  403,
  'FORBIDDEN',
  'AUTHORIZATION',
  'Web pages of other origins may not use this server; call it as 127.0.0.1 or localhost.',
];

const NO_SUCH_PATH: OwnError = [404, 'ROUTE_NOT_FOUND', 'NOT_FOUND', 'There is nothing at this path.'];
const EVENTS_METHOD: OwnError = [405, 'METHOD_NOT_ALLOWED', 'VALIDATION', 'Events are posted: use POST.'];
const EVENTS_TOKEN: OwnError = [
  401,
  'UNAUTHENTICATED',
  'AUTHENTICATION',
  'Events need the header "Authorization: Bearer TOKEN", with the token of S3_EVENTS_TOKEN.',
];
const EVENTS_BODY: OwnError = [
  400,
  'INVALID_REQUEST',
  'VALIDATION',
  'The body is not a JSON object with S3 event records in "Records".',
];
const EVENTS_FAILED: OwnError = [
  503,
  'UNAVAILABLE',
  'UNAVAILABLE',
  'The events could not be handled; send them again.',
];

export const noSuchPath = (requestId: string) => ownError(NO_SUCH_PATH, requestId);
export const eventsMethod = (requestId: string) => ownError(EVENTS_METHOD, requestId, { Allow: 'POST' });
export const eventsToken = (requestId: string) =>
  ownError(EVENTS_TOKEN, requestId, { 'WWW-Authenticate': 'Bearer' });
export const eventsBody = (requestId: string) => ownError(EVENTS_BODY, requestId);
export const eventsFailed = (requestId: string) => ownError(EVENTS_FAILED, requestId, { 'Retry-After': '3' });
export const foreignOrigin = (requestId: string) => ownError(FOREIGN_ORIGIN, requestId);
export const bodyTooLarge = (requestId: string) => ownError(BODY_TOO_LARGE, requestId);
export const tooManyRequests = (requestId: string) =>
  ownError(TOO_MANY_REQUESTS, requestId, { 'Retry-After': '2' });
export const handlerFailed = (requestId: string) =>
  ownError(HANDLER_FAILED, requestId, { 'Retry-After': '2' });

/** In the envelope that the functions use too (docs/api.md). */
function ownError(
  [statusCode, code, type, message]: OwnError,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  const body = JSON.stringify({ error: { code, type, message, request_id: requestId } });
  return { statusCode, headers, body };
}
