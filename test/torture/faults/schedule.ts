// Which request meets which fault: drawn from the seed by the number of the request within its kind, so that a seed
// asks for the same faults again, however the kinds interleave.
import { between, oneOf, randomOf } from '../seed.ts';

export const FAULTS = [
  /** It arrives later. */
  'delayed',
  /** It never arrives, and its connection breaks. */
  'dropped',
  /** Its connection breaks at once; it arrives later all the same. */
  'late',
  /** It is done, and its connection breaks before the answer. */
  'answer dropped',
  /** It is done, and its connection breaks in the middle of the answer. */
  'answer cut',
  /** It is done twice, one after the other; the answer is the second's. */
  'doubled',
  'done, then 500',
  '500',
  '503',
  'throttled',
] as const;

export type Fault = (typeof FAULTS)[number];

export interface Decision {
  readonly fault: Fault | null;
  /** For what is delayed or late. */
  readonly milliseconds: number;
}

export type Decide = (kind: string) => Decision;

const LONGEST_MS = 1_500;

/** `level` is the probability of a fault. */
export function createSchedule(seed: number, level: number): Decide {
  const requests = new Map<string, number>();
  return (kind) => {
    const number = (requests.get(kind) ?? 0) + 1;
    requests.set(kind, number);
    const random = randomOf(seed, `${kind} ${number}`);
    const fault = random() < level ? oneOf(random, FAULTS) : null;
    return { fault, milliseconds: between(random, 1, LONGEST_MS) };
  };
}
