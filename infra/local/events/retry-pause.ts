// The pause before a failed batch is delivered again.
import { setTimeout } from 'node:timers/promises';

/** Resolves after the pause; rejects when the signal aborts. */
export type Pause = (attempt: number, signal: AbortSignal) => Promise<void>;

const BASE_MS = 100;
const CAP_MS = 5_000;

/** Exponential with full jitter: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/ */
export function pauseMs(attempt: number, random: () => number = Math.random, capMs = CAP_MS): number {
  return random() * Math.min(capMs, BASE_MS * 2 ** attempt);
}

export const retryPause: Pause = (attempt, signal) => setTimeout(pauseMs(attempt), undefined, { signal });
