// Random numbers from a seed of 32 bits.

/** Uniform in [0, 1). */
export type Random = () => number;

// https://gist.github.com/tommyettinger/46a874533244883189143505d203312c
export function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
