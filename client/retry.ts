// Repeats a request where that is safe and of use: after 429, 503 and failures of the network.
import pRetry from 'p-retry';
import { ApiError, Unreachable } from './errors.ts';
import type { HttpRequest } from './send.ts';

export interface RetryOptions {
  /** After the first attempt. */
  readonly retries: number;
  /** Rejects with the reason of the signal as soon as it is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly random: () => number;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** A server that asks for more is believed: the caller gets its refusal at once. */
const LONGEST_RETRY_AFTER_S = 30;

/**
 * Whether doing it twice leaves what doing it once would: reading, whatever has an Idempotency-Key, and a PUT or DELETE
 * with a condition. A condition keeps the second try from undoing what somebody else has done in between; if the first
 * try was carried out and its answer lost, the second is refused with 412 or 404, which `ApiError.attempts` gives away.
 * Without a condition it would overwrite or delete somebody else's newer file.
 */
export function isRepeatable({ method, headers }: HttpRequest): boolean {
  if (method === 'GET' || 'idempotency-key' in headers) return true;
  return method !== 'POST' && ('if-match' in headers || 'if-none-match' in headers);
}

export function withRetries<T>(
  options: RetryOptions,
  signal: AbortSignal | undefined,
  attempt: () => Promise<T>,
): Promise<T> {
  const { retries, wait, random } = options;
  return pRetry(attempt, {
    retries,
    minTimeout: 0, // the pause is ours: it depends on the answer
    ...(signal && { signal }),
    onFailedAttempt: ({ error, attemptNumber }) => {
      if (error instanceof ApiError) error.attempts = attemptNumber;
    },
    async shouldRetry({ error, attemptNumber }) {
      if (!isWorthIt(error)) return false;
      await wait(pauseOf(error, attemptNumber, random()), signal);
      return true;
    },
  });
}

type Failure = ApiError | Unreachable;

function isWorthIt(error: Error): error is Failure {
  if (!(error instanceof ApiError || error instanceof Unreachable)) return false;
  const { status, retryAfter = 0 } = error;
  return (status === undefined || [429, 503].includes(status)) && retryAfter <= LONGEST_RETRY_AFTER_S;
}

/** What the server asks for, else exponential with full jitter. */
function pauseOf({ retryAfter }: Failure, attemptNumber: number, random: number): number {
  if (retryAfter !== undefined) return retryAfter * 1_000;
  return random * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attemptNumber);
}
