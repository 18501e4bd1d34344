// Repeats a request where that is safe and may help: after 429, 503 and network failures.
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
/** If the server asks for a longer pause, the caller gets its refusal at once. */
const LONGEST_RETRY_AFTER_S = 30;

/**
 * Whether sending the request twice has the effect of sending it once. True for reads, for requests with an
 * Idempotency-Key, and for a PUT or DELETE with a condition:
 * 1. If the first attempt was not carried out, the second one is, unless somebody else edited the file in between.
 * 2. If it was and its answer was lost, the condition of the second fails: 412 or 404, with `ApiError.attempts` above 1.
 * Without a condition, the second attempt could overwrite or delete somebody else's newer file.
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

/** In milliseconds: the pause that the server asks for, else an exponential one with full jitter. */
function pauseOf({ retryAfter }: Failure, attemptNumber: number, random: number): number {
  if (retryAfter !== undefined) return retryAfter * 1_000;
  return random * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attemptNumber);
}
