// The rest between deliveries. A queue collects events before it calls a function; without a rest, whoever saves a
// thousand files would have the draft listed after nearly every one.
import { setTimeout } from 'node:timers/promises';

/** Times as long as the delivery before it: milliseconds for a small draft, a third of a second for a thousand files. */
const REST = 3;
/** A delivery that waited for a server's trouble to pass says nothing of the next one. */
const LONGEST_MS = 1_000;

export interface Clock {
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<unknown>;
}

export interface Rest {
  after(delivery: () => Promise<void>): Promise<void>;
  /** Resolves when the last delivery's rest is over, or when the signal aborts. */
  over(signal: AbortSignal): Promise<void>;
}

const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
};

export function createRest({ now, sleep }: Clock = systemClock): Rest {
  let until = now();
  return {
    async after(delivery) {
      const began = now();
      await delivery();
      const ended = now();
      until = ended + Math.min(REST * (ended - began), LONGEST_MS);
    },
    async over(signal) {
      const left = until - now();
      if (left > 0) await sleep(left, signal).catch(() => undefined);
    },
  };
}
