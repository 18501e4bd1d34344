// Chance that can be repeated: SEED=… in the environment gives the same numbers again.
import { onTestFailed } from 'vitest';

/** Uniform in [0, 1). A test that fails prints the seed. */
export type Random = () => number;

export function seededRandom(): Random {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 32);
  onTestFailed(() => console.error(`SEED=${seed}`));
  return mulberry32(seed);
}

// https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
