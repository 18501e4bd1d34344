// Turns a response into an answer, or throws the error that it stands for.
import { ApiError, type Refusal, Unreachable } from './errors.ts';
import type { Answer } from './request.ts';

export async function readAnswer(
  response: Response,
  reply: 'json' | 'bytes' | 'none',
): Promise<Answer<unknown>> {
  const { status, headers } = response;
  if (status >= 400) throw refusalOf(response, await response.text());
  const body = await bodyOf(response, reply);
  return { status, headers, body };
}

async function bodyOf(response: Response, reply: 'json' | 'bytes' | 'none'): Promise<unknown> {
  if (reply === 'bytes' && response.status !== 304) return new Uint8Array(await response.arrayBuffer());
  const text = await response.text();
  if (reply === 'none' || response.status === 304) return undefined;
  return parsed(text) ?? fail(strange(response));
}

function refusalOf(response: Response, text: string): ApiError | Unreachable {
  const { error } = (parsed(text) ?? {}) as { error?: Partial<Refusal> };
  const isOurs = typeof error?.code === 'string' && typeof error.message === 'string';
  if (!isOurs) return strange(response);
  return new ApiError(response.status, error as Refusal, retryAfterOf(response));
}

function strange(response: Response): Unreachable {
  const { status, url } = response;
  const message = `${url} answered ${status}, but not as this service does; is the address right?`;
  return new Unreachable(message, { status, retryAfter: retryAfterOf(response) });
}

/** Seconds, or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterOf({ headers }: Response): number | undefined {
  const value = headers.get('Retry-After');
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function fail(error: Error): never {
  throw error;
}
