// One attempt: signs the request, sends it, and reads the whole answer.
import { Unreachable } from './errors.ts';
import { readAnswer } from './read-answer.ts';
import type { Answer, OperationId } from './request.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | undefined;
}

/** Returns all headers to send. Called before every attempt, because signatures expire. */
export type Sign = (request: HttpRequest) => Promise<Readonly<Record<string, string>>>;

export interface SendDeps {
  readonly fetch: typeof fetch;
  readonly sign: Sign;
  /** Of one attempt, in milliseconds. */
  readonly timeout: number;
}

export async function send(
  deps: SendDeps,
  request: HttpRequest,
  id: OperationId,
  signal: AbortSignal | undefined,
): Promise<Answer<unknown>> {
  const headers = await deps.sign(request);
  const ends = AbortSignal.any([AbortSignal.timeout(deps.timeout), ...(signal ? [signal] : [])]);
  try {
    const { method, url, body } = request;
    const init = {
      ...{ method, headers, signal: ends, redirect: 'manual' as const },
      ...(body && { body: body as Uint8Array<ArrayBuffer> }),
    };
    const isConditional = method === 'GET' && 'if-none-match' in request.headers;
    return await readAnswer(await deps.fetch(url, init), id, isConditional);
  } catch (error) {
    signal?.throwIfAborted();
    throw isNetworkFailure(error) ? unreachable(request.url, error) : error;
  }
}

/** fetch rejects with TypeError, a timeout with a DOMException. */
function isNetworkFailure(error: unknown): boolean {
  return error instanceof TypeError || error instanceof DOMException;
}

function unreachable({ origin }: URL, cause: unknown): Unreachable {
  const reason = reasonOf(cause);
  return new Unreachable(`${origin} cannot be reached${reason && ` (${reason})`}.`, { cause });
}

/** What Chrome, Safari and Firefox say of every request without an answer. */
const SAYS_NOTHING = /^(Failed to fetch|Load failed|NetworkError)/;

/** Node gives the reason in `cause`; browsers give none: empty. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it took too long';
  const { cause } = error;
  if (!(cause instanceof Error)) return SAYS_NOTHING.test(error.message) ? '' : error.message;
  return 'code' in cause ? String(cause.code) : cause.message;
}
