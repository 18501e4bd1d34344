// Starts all functions one after another, round by round, every second round in reverse order.
import { type ColdTimes, measureColdStart } from './cold-start.ts';
import type { ColdFunction } from './cold-starts.ts';
import type { RuntimeClient } from './runtime-client.ts';

export interface Measured {
  readonly fn: ColdFunction;
  /** One of each round. */
  readonly times: readonly ColdTimes[];
}

/** Rejects if a function fails, since how fast it does that is of no interest. */
export async function measureRounds(
  { file }: RuntimeClient,
  functions: readonly ColdFunction[],
  rounds: number,
): Promise<readonly Measured[]> {
  const measured = functions.map((fn) => ({ fn, times: [] as ColdTimes[] }));
  for (let round = 0; round < rounds; round++) {
    const inOrder = round % 2 === 0 ? measured : measured.toReversed();
    for (const { fn, times } of inOrder) times.push(await measureColdStart(file, fn));
  }
  return measured;
}
