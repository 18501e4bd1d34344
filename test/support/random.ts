// Chance that can be repeated: SEED=… in the environment gives the same numbers again.
import { onTestFailed } from 'vitest';
import { mulberry32, type Random } from './mulberry32.ts';

/** A test that fails prints the seed. */
export function seededRandom(): Random {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 32);
  onTestFailed(() => console.error(`SEED=${seed}`));
  return mulberry32(seed);
}
