// The HTTP API as a typed client. Every answer, in whatever suite, must match the schema that the route table
// promises for it, strictly; a server error fails the test that got it.
import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { errorReplies } from '../../functions/http/error-reply.ts';
import { errorReply } from '../../functions/http/replies.ts';
import type { Route } from '../../functions/http/route.ts';
import { routes } from '../../functions/http/routes.ts';
import { askAgain, withKey } from './ask-again.ts';
import { exchange, type HttpAnswer, type HttpRequest } from './exchange.ts';
import { isSlow, serverSet } from './server-set.ts';
import type { Sign } from './signed.ts';

type Routes = typeof routes;
export type OperationId = keyof Routes;
type Infer<Reply> = Reply extends { readonly schema: infer S extends z.ZodType } ? z.infer<S> : never;
export type SuccessBody<Op extends OperationId> = Infer<Routes[Op]['replies'][keyof Routes[Op]['replies']]>;

export interface ApiRequest {
  readonly params?: object;
  readonly query?: string | Readonly<Record<string, string | number | boolean>>;
  /** An object goes as JSON; text and bytes go as they are. */
  readonly body?: object | string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Names and values in turn, sent besides `headers`. */
  readonly rawHeaders?: readonly string[];
}

export interface Success<Op extends OperationId> {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: SuccessBody<Op>;
  /** The body as it came. */
  readonly text: string;
  readonly bytes: Buffer;
}

export interface Refusal {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly error: z.infer<typeof errorReply>['error'];
}

export interface Api {
  /** Any answer but a server error. */
  send<Op extends OperationId>(operation: Op, request?: ApiRequest): Promise<Success<Op> | Refusal>;
  /** Throws if the answer is an error. */
  ok<Op extends OperationId>(operation: Op, request?: ApiRequest): Promise<Success<Op>>;
  /** Throws if the answer is no error. */
  refused(operation: OperationId, request?: ApiRequest): Promise<Refusal>;
  /** An answer as it came. */
  raw(request: HttpRequest): Promise<HttpAnswer>;
  /** A refusal that no route describes. */
  refusedRaw(method: string, target: string): Promise<Refusal>;
}

const MAKE_VERSIONS = new Set<OperationId>([
  'publishVersion',
  'publishDespiteFreeze',
  'rollbackVersion',
  'rollbackDespiteFreeze',
]);

export interface ApiOptions {
  readonly sign?: Sign;
  /** A service of an older release, whose answers may lack what today's schemas demand: they are taken as they come. */
  readonly isOlder?: boolean;
}

export function createApi(
  apiUrl: string,
  { sign = async (_, request) => request, isOlder = false }: ApiOptions = {},
): Api {
  const once = async (request: HttpRequest) => exchange(apiUrl, await sign(apiUrl, request));
  const answerTo = (request: HttpRequest) => (isSlow ? askAgain(request, once) : once(request));

  async function send<Op extends OperationId>(operation: Op, request: ApiRequest = {}) {
    const route: Route = routes[operation];
    const headers = [...Object.entries(request.headers ?? {}).flat(), ...(request.rawHeaders ?? [])];
    const answer = await answerTo({
      method: route.method,
      target: targetOf(route, request),
      headers: serverSet === 'deployed' && MAKE_VERSIONS.has(operation) ? withKey(headers) : headers,
      body: bodyOf(request),
    });
    return answer.status < 400 ? successOf<Op>(route, answer, isOlder) : refusalOf(answer);
  }

  return {
    send,
    async ok(operation, request) {
      const answer = await send(operation, request);
      if ('error' in answer)
        throw new Error(`${operation} answered ${answer.status}: ${answer.error.message}`);
      return answer;
    },
    async refused(operation, request) {
      const answer = await send(operation, request);
      if (!('error' in answer)) throw new Error(`${operation} answered ${answer.status}, not an error`);
      return answer;
    },
    raw: answerTo,
    async refusedRaw(method, target) {
      return refusalOf(await answerTo({ method, target }));
    },
  };
}

export function targetOf({ path }: Route, { params = {}, query = '' }: ApiRequest): string {
  const given = params as Readonly<Record<string, string | number>>;
  const filled = path
    .replaceAll(/\{(\w+)\+\}/g, (_, name) => encodeSegments(String(given[name])))
    .replaceAll(/\{(\w+)\}/g, (_, name) => String(given[name]));
  const search =
    typeof query === 'string'
      ? query
      : String(
          new URLSearchParams(
            Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`]),
          ),
        );
  return search === '' ? filled : `${filled}?${search}`;
}

function encodeSegments(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function bodyOf({ body }: ApiRequest): string | Uint8Array | undefined {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) return body;
  return JSON.stringify(body);
}

function successOf<Op extends OperationId>(
  route: Route,
  { status, headers, bytes }: HttpAnswer,
  isOlder: boolean,
): Success<Op> {
  const text = bytes.toString();
  const reply = route.replies[status];
  if (reply === undefined) throw new Error(`${route.operationId} answered ${status}, which it does not list`);
  const isEmpty = reply.schema === undefined && text === '';
  if (isEmpty || reply.isFile) return { status, headers, body: undefined as never, text, bytes };
  if (reply.schema === undefined) throw new Error(`${route.operationId} answered ${status} with a body`);
  const value: unknown = JSON.parse(text);
  const body = (isOlder ? value : reply.schema.parse(value)) as SuccessBody<Op>;
  return { status, headers, body, text, bytes };
}

function refusalOf({ status, headers, bytes }: HttpAnswer): Refusal {
  const parsed = errorReply.safeParse(JSON.parse(bytes.toString()));
  if (!parsed.success) throw new Error(`${status} came without our envelope: ${bytes}`);
  const { error } = parsed.data;
  if (status >= 500) throw new Error(`the server failed with ${status} ${error.code}: ${error.message}`);
  const [promisedStatus, family] = errorReplies[error.code as keyof typeof errorReplies] ?? [];
  if (status !== promisedStatus || error.type !== family)
    throw new Error(`${error.code} came with ${status} and type ${error.type}`);
  return { status, headers, error };
}
