// A request as an API Gateway REST API proxy event (payload format 1.0).
// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { ACCOUNT_ID } from '../defaults.ts';
import type { HttpRequest } from '../http/request.ts';
import type { RouteMatch } from './route-matcher.ts';

/** Without an author the caller has no name. */
export function proxyEvent(
  request: HttpRequest,
  match: RouteMatch,
  author: string | null = null,
): APIGatewayProxyEvent {
  const headers = grouped(headerPairs(request.rawHeaders));
  const query = grouped([...new URLSearchParams(request.query)]);
  return {
    resource: match.resource,
    path: request.path,
    httpMethod: request.method,
    headers: lastValues(headers),
    multiValueHeaders: headers,
    queryStringParameters: orNull(lastValues(query)),
    multiValueQueryStringParameters: orNull(query),
    pathParameters: orNull({ ...match.pathParameters }),
    stageVariables: null,
    requestContext: requestContext(request, match, author),
    ...eventBody(request.body),
  };
}

// The deployed API sends every body as base64 (binaryMediaTypes in infra/aws/rest-api.ts).
function eventBody(body: Buffer): Pick<APIGatewayProxyEvent, 'body' | 'isBase64Encoded'> {
  if (body.length === 0) return { body: null, isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}

function requestContext(
  request: HttpRequest,
  match: RouteMatch,
  author: string | null,
): APIGatewayProxyEvent['requestContext'] {
  return {
    accountId: ACCOUNT_ID,
    apiId: 'local',
    // As the service's own authorizer says it (functions/http/caller.ts).
    authorizer: author === null ? undefined : { name: author },
    protocol: 'HTTP/1.1',
    httpMethod: request.method,
    identity: { ...NOBODY, sourceIp: request.sourceIp, userAgent: userAgent(request) },
    path: request.path,
    stage: 'local',
    requestId: request.requestId,
    requestTimeEpoch: Date.now(),
    resourceId: 'local',
    resourcePath: match.resource,
  };
}

const NOBODY = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
};

function userAgent({ rawHeaders }: HttpRequest): string | null {
  return headerPairs(rawHeaders).find(([name]) => name.toLowerCase() === 'user-agent')?.[1] ?? null;
}

type Pair = readonly [name: string, value: string];

/** A repeated header keeps the spelling of its first occurrence. */
function headerPairs(rawHeaders: readonly string[]): readonly Pair[] {
  const spellings = new Map<string, string>();
  return rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1) return [];
    const spelling = spellings.get(name.toLowerCase()) ?? name;
    spellings.set(name.toLowerCase(), spelling);
    return [[spelling, rawHeaders[index + 1] ?? ''] as const];
  });
}

function grouped(pairs: readonly Pair[]): Record<string, string[]> {
  const groups = Map.groupBy(pairs, ([name]) => name);
  return Object.fromEntries([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]));
}

function lastValues(groups: Readonly<Record<string, string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values.at(-1) ?? '']));
}

function orNull<T extends object>(record: T): T | null {
  return Object.keys(record).length === 0 ? null : record;
}
