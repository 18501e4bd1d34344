// Runs one round in a process of its own (round.ts), so that no round profits from what an earlier one compiled.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ServerChoice } from './chosen-servers.ts';
import type { Series } from './series.ts';

export interface Sizes {
  /** Measured requests per operation and pipeline size. */
  readonly samples: number;
  /** Requests before those, not measured. */
  readonly warmUps: number;
  /** Publishes of each of the sixteen publishers. */
  readonly publishesEach: number;
  /** Of the pipelines that are compared and pulled, and that sixteen publish at once. */
  readonly manyFiles: number;
  /** Of the largest pipeline, and of the longest history. */
  readonly most: number;
}

export interface RoundPlan {
  readonly servers: ServerChoice;
  readonly sizes: Sizes;
  readonly reversed: boolean;
  /** Whether to name each case on stderr as it starts. */
  readonly progress: boolean;
}

/** What every case measured. Rejects if the round could not be carried through. */
export async function runRound(plan: RoundPlan): Promise<readonly Series[]> {
  const child = fork(join(import.meta.dirname, 'round.ts'), [JSON.stringify(plan)]);
  let measured: readonly Series[] | undefined;
  child.on('message', (message) => {
    measured = message as readonly Series[];
  });
  const [code] = await once(child, 'exit');
  if (code !== 0 || measured === undefined) throw new Error(`a round of the bench ended with code ${code}`);
  return measured;
}
