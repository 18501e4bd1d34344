// How often a request tries again after it lost a race: full-jitter backoff up to a deadline.
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import type { Runtime } from '../ports/runtime.ts';

const DEADLINE_MS = 20_000; // API Gateway cuts a request off at 29 s
const BASE_MS = 25;
const LONGEST_MS = 400;

export interface Attempts {
  /** The milliseconds until the deadline. */
  left(): number;
  /** Whether the deadline has passed. */
  areOver(): boolean;
  giveUp(): DomainError;
  pause(): Promise<void>;
  /** Pauses before the next attempt; throws `giveUp()` once the deadline has passed. */
  again(): Promise<void>;
}

/** Tells the milliseconds that are left of those that a request may try for. */
export function startClock(runtime: Runtime): () => number {
  const deadline = runtime.now().getTime() + DEADLINE_MS;
  return () => deadline - runtime.now().getTime();
}

// Full jitter spreads the losers best: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
export function startAttempts(runtime: Runtime, giveUp: () => DomainError): Attempts {
  const left = startClock(runtime);
  const areOver = () => left() <= 0;
  let pauses = 0;
  const pause = () => runtime.pause(runtime.random() * Math.min(LONGEST_MS, BASE_MS * 2 ** pauses++));
  return {
    left,
    areOver,
    giveUp,
    pause,
    async again() {
      if (areOver()) throw giveUp();
      await pause();
    },
  };
}

export function versionConflict(pipeline: Pipeline): DomainError {
  return new DomainError(
    'VERSION_CONFLICT',
    `Others kept publishing ${displayName(pipeline)} for ${DEADLINE_MS / 1000} s; nothing was stored, try again.`,
  );
}
