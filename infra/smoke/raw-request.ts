// Requests that the typed client cannot make, and what became of them.
import { Unreachable } from '../../client/errors.ts';
import type { World } from './world.ts';

export interface RawRequest {
  readonly method: string;
  /** Below the service's URL, sent as it is. */
  readonly path: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly isSigned: boolean;
}

export interface RawAnswer {
  readonly status: number;
  /** Of the error envelope, if there is one. */
  readonly code: string | undefined;
}

const TIMEOUT_MS = 35_000;

export async function sendRaw(
  { baseUrl, sign }: Pick<World, 'baseUrl' | 'sign'>,
  { method, path, body, isSigned }: RawRequest,
): Promise<RawAnswer> {
  const url = new URL(baseUrl + path);
  const headers = isSigned ? await sign({ method, url, headers: {}, body }) : {};
  const init = {
    ...{ method, headers, redirect: 'manual' as const, signal: AbortSignal.timeout(TIMEOUT_MS) },
    ...(body && { body }),
  };
  const response = await fetch(url, init).catch((cause) => {
    throw new Unreachable(`${url.origin} cannot be reached.`, { cause });
  });
  const answer = (await response.json().catch(() => null)) as { error?: { code?: string } } | null;
  return { status: response.status, code: answer?.error?.code };
}
