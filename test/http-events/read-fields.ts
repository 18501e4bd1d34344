// Which fields of an event functions/ reads: the one list of them. The local gateway must fill each as AWS does.
import type { APIGatewayProxyEvent } from 'aws-lambda';

/** Made by AWS for each request: who calls, and the request's id. The local gateway knows no callers. */
export const MADE_BY_AWS = [
  'requestContext.authorizer',
  'requestContext.identity',
  'requestContext.requestId',
] as const;

/** Of `headers` and `multiValueHeaders`. */
const HEADERS = ['idempotency-key', 'if-none-match'];

export const SENT_BY_CLIENTS = [
  'body',
  'headers',
  'httpMethod',
  'isBase64Encoded',
  'multiValueHeaders',
  'multiValueQueryStringParameters',
  'path',
  'pathParameters',
  // The path's template, where rows share a function.
  'resource',
] as const;

type OneForm = Record<Exclude<(typeof SENT_BY_CLIENTS)[number], 'isBase64Encoded'>, unknown>;

/** What of it comes from the client, in one form: only the headers that count, the body as text. */
export function sentFields(event: APIGatewayProxyEvent) {
  const { body, isBase64Encoded } = event;
  return {
    httpMethod: event.httpMethod,
    path: event.path,
    resource: event.resource,
    pathParameters: event.pathParameters,
    multiValueQueryStringParameters: event.multiValueQueryStringParameters,
    headers: known(event.headers),
    multiValueHeaders: known(event.multiValueHeaders),
    body: body === null ? null : Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString(),
  } satisfies OneForm;
}

function known<T>(headers: Readonly<Record<string, T>> | null): Record<string, T> {
  const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(entries.filter(([name]) => HEADERS.includes(name)));
}
