// Chance from a seed and a name, so that what one part draws does not depend on how often another has drawn.
import { createHash } from 'node:crypto';
import { mulberry32, type Random } from '../support/mulberry32.ts';

export function randomOf(seed: number, name: string): Random {
  return mulberry32(createHash('sha256').update(`${seed} ${name}`).digest().readInt32BE());
}

/** A whole number of at least `least` and less than `most`. */
export function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least));
}

export function oneOf<T>(random: Random, all: readonly T[]): T {
  return all[Math.floor(random() * all.length)] as T;
}
