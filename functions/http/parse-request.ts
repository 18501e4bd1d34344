// An API Gateway event as a typed request of one route, or INVALID_REQUEST with every field that is wrong.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod/mini';
import { idempotencyKeyField } from './fields.ts';
import { type FieldProblem, invalidRequest, type Place, problemsOf } from './invalid-request.ts';
import { noSuchRoute } from './match-route.ts';
import { assertNotPacked, bodyBytes, bodyText, parseJsonObject } from './parse-body.ts';
import { reservedProblems } from './reserved.ts';
import type { Operation } from './route.ts';

type BodyOf<R extends Operation> = R['body'] extends { readonly schema: infer S extends z.ZodMiniType }
  ? z.infer<S>
  : null;

export interface Request<R extends Operation> {
  readonly params: z.infer<R['params']>;
  readonly query: z.infer<R['query']>;
  /** `null` on routes that take none. */
  readonly body: BodyOf<R>;
  /** The same before the schema has filled in its defaults; `null` where nothing was sent. */
  readonly sentBody: object | null;
  /** Empty on routes that take no file. */
  readonly bytes: Uint8Array;
  readonly headers: R extends { readonly headers: infer H extends z.ZodMiniType } ? z.infer<H> : null;
  readonly idempotencyKey: string | null;
  readonly event: APIGatewayProxyEvent;
}

/** Throws `ROUTE_NOT_FOUND`, `INVALID_REQUEST`, `BODY_TOO_LARGE` or `UNSUPPORTED_ENCODING`. Header names of the event are in lower case by now. */
export function parseRequest<R extends Operation>(route: R, event: APIGatewayProxyEvent): Request<R> {
  // API Gateway takes `/health/` and `//health` for `/health`; policies by path might not.
  if (/\/(\/|$)/.test(event.path)) throw noSuchRoute(event.path);
  assertNotPacked(event);
  const problems: FieldProblem[] = [];
  const check = <S extends z.ZodMiniType>(place: Place, schema: S, value: unknown) => {
    const parsed = schema.safeParse(value, { reportInput: true });
    if (!parsed.success) problems.push(...problemsOf(place, parsed.error));
    return parsed.data as z.infer<S>;
  };
  const params = check('path', route.params, event.pathParameters ?? {});
  if (problems.length === 0) problems.push(...reservedProblems(params as object | undefined));
  const query = check('query', route.query, single('query', event.multiValueQueryStringParameters, problems));
  const headers = route.headers
    ? check('header', route.headers, readHeaders(route.headers, event, problems))
    : null;
  const idempotencyKey = route.idempotent ? readKey(event, problems) : null;
  const bytes = route.file ? bodyBytes(event, route.file.maxBytes) : new Uint8Array();
  const sentBody = route.file ? null : readBody(route, event, problems);
  const isMissing = sentBody === null && (route.body?.required ?? true);
  const body = route.body && !isMissing ? check('body', route.body.schema, sentBody ?? {}) : null;
  if (problems.length > 0) throw invalidRequest(problems);
  return { params, query, headers, body, sentBody, bytes, idempotencyKey, event } as Request<R>;
}

/** The JSON object in the body; `null` if there is none, which is a problem where one is required. */
function readBody(route: Operation, event: APIGatewayProxyEvent, problems: FieldProblem[]): object | null {
  const text = bodyText(event);
  if (route.body === undefined) {
    if (text !== '') problems.push({ in: 'body', field: '', problem: 'is not taken by this route' });
    return null;
  }
  // A body may be absent, or be white space as some clients send it, where none is required.
  if (text.trim() !== '') return parseJsonObject(text);
  if (route.body.required)
    problems.push({ in: 'body', field: '', problem: 'is missing; send a JSON object' });
  return null;
}

/** Under the names of the schema, which are not in lower case as the event's are. */
function readHeaders({ shape }: z.ZodMiniObject, event: APIGatewayProxyEvent, problems: FieldProblem[]) {
  const values = Object.keys(shape).map((name) => [name, readHeader(event, name, problems)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function readHeader(event: APIGatewayProxyEvent, name: string, problems: FieldProblem[]) {
  const inEvent = name.toLowerCase();
  const { [inEvent]: values = [] } = event.multiValueHeaders ?? {};
  return single('header', { [name]: values }, problems)[name] ?? event.headers?.[inEvent];
}

function readKey(event: APIGatewayProxyEvent, problems: FieldProblem[]): string | null {
  const key = readHeader(event, 'Idempotency-Key', problems);
  if (key === undefined) return null;
  const { error } = idempotencyKeyField.safeParse(key);
  for (const { message } of error?.issues ?? []) {
    problems.push({ in: 'header', field: 'Idempotency-Key', problem: message });
  }
  return key;
}

type MultiValues = Readonly<Record<string, readonly string[] | undefined>> | null;

/** The values by name; one that was sent twice is a problem, since either choice would drop the other. */
function single(place: Place, values: MultiValues, problems: FieldProblem[]): Record<string, string> {
  const singles: [string, string][] = [];
  for (const [name, [value, ...more] = []] of Object.entries(values ?? {})) {
    if (more.length > 0) problems.push({ in: place, field: name, problem: 'was sent more than once' });
    if (value !== undefined) singles.push([name, value]);
  }
  return Object.fromEntries(singles);
}
