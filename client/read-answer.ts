// Turns a response into an answer, or throws the error that it stands for. Anybody may answer: nothing is believed that
// the OpenAPI document does not allow.
import * as v from 'valibot';
import { ApiError, type Refusal, Unreachable } from './errors.ts';
import { operations } from './operations.ts';
import { readBytes } from './read-bytes.ts';
import type { Answer, OperationId } from './request.ts';

/**
 * Set by the build of a page that the service itself sends: a server that answers falsely there could have sent another page.
 * Such a build has no schemas, which would be a twentieth of what a first visit loads.
 */
declare const PAGE_OF_THE_SERVICE: true | undefined;

/** Throws `ApiError`, or `Unreachable` for an answer that this service does not give. */
export async function readAnswer(
  response: Response,
  id: OperationId,
  isConditional: boolean,
): Promise<Answer<unknown>> {
  const { status, headers } = response;
  if (isRedirect(response)) throw redirected(response);
  if (status === 304 && !isConditional) throw strange(response);
  const bytes = await readBytes(response);
  if (bytes === null) throw strange(response, 'it is too large');
  if (status >= 400) throw await refusalOf(response, bytes);
  return { status, headers, body: await bodyOf(response, id, bytes) };
}

async function bodyOf(response: Response, id: OperationId, bytes: Uint8Array): Promise<unknown> {
  const { reply } = operations[id];
  if (reply === 'none' || response.status === 304) return undefined;
  if (reply === 'bytes') return bytes;
  const value = parsed(bytes);
  if (typeof PAGE_OF_THE_SERVICE === 'undefined') {
    const { answers } = await import('./answers.ts');
    const schema: v.GenericSchema = answers[id as keyof typeof answers];
    const { success, output, issues } = v.safeParse(schema, value, { abortEarly: true });
    if (success) return output;
    throw strange(response, v.getDotPath(issues[0]) ?? undefined);
  }
  if (value === undefined) throw strange(response);
  return value;
}

async function refusalOf(response: Response, bytes: Uint8Array): Promise<ApiError | Unreachable> {
  const value = parsed(bytes);
  if (typeof PAGE_OF_THE_SERVICE === 'undefined') {
    const { refusal } = await import('./answers.ts');
    const { success, output } = v.safeParse(refusal, value);
    if (!success) return strange(response);
    return new ApiError(response.status, output.error as Refusal, retryAfterOf(response));
  }
  const error = (value as { readonly error?: Refusal } | null | undefined)?.error;
  if (error?.code === undefined) return strange(response);
  return new ApiError(response.status, error, retryAfterOf(response));
}

/** A browser hides where a redirect leads. https://fetch.spec.whatwg.org/#concept-filtered-response-opaque-redirect */
function isRedirect({ status, type }: Response): boolean {
  return type === 'opaqueredirect' || (status >= 300 && status < 400 && status !== 304);
}

/** What is sent may be meant for the given address alone: credentials, files. */
function redirected({ url, status, headers }: Response): Unreachable {
  const to = headers.get('Location');
  const message = `${url} redirects${to === null ? '' : ` to ${to}`}; say that address instead, if you trust it.`;
  return new Unreachable(message, { status });
}

function strange(response: Response, why?: string): Unreachable {
  const { status, url } = response;
  const what = why === undefined ? '' : ` (${why.slice(0, 200)})`;
  const message = `${url} answered ${status}, but not as this service does${what}; is the address right?`;
  return new Unreachable(message, { status, retryAfter: retryAfterOf(response) });
}

/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterOf({ headers }: Response): number | undefined {
  const value = headers.get('Retry-After');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** `undefined` for what is no JSON, or is nested deeper than anything of ours. */
function parsed(bytes: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isShallow(value, MOST_LEVELS) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The OpenAPI document has 14. What recurses over an answer, as JSON.stringify does, must not run out of stack. */
const MOST_LEVELS = 64;

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1));
}
