// The one way to change the store: a mutation reads, decides and collects its changes while no other runs,
// then all of them, its event and the sequence number are committed in one LevelDB batch.
import type { S3EventRecord } from 'aws-lambda';
import type { BatchOperation } from 'classic-level';
import type { Bodies } from './bodies.ts';
import { ascending } from './key-codec.ts';
import type { KeySpace, Levels } from './levels.ts';
import type { AppendableOutbox } from './outbox.ts';
import { createSerial } from './serial.ts';

type Operation = BatchOperation<Levels['database'], string, string>;

export interface Mutation {
  /** Greater than that of every mutation before, also across restarts. */
  readonly sequence: number;
  put<K, V>(space: KeySpace<K, V>, key: NoInfer<K>, value: NoInfer<V>): void;
  del<K, V>(space: KeySpace<K, V>, key: NoInfer<K>): void;
  /** At most one event per mutation: it takes the mutation's sequence. */
  emit(event: S3EventRecord): void;
  /** Removes a body file once the batch is committed. */
  discard(bodyId: string): void;
}

export type Mutate = <T>(change: (mutation: Mutation) => Promise<T>) => Promise<T>;

interface Draft {
  readonly operations: Operation[];
  readonly discarded: string[];
  event?: S3EventRecord;
}

function mutationOn(draft: Draft, sequence: number): Mutation {
  return {
    sequence,
    put: (sublevel, key, value) =>
      draft.operations.push({ type: 'put', sublevel, key, value } as unknown as Operation),
    del: (sublevel, key) => draft.operations.push({ type: 'del', sublevel, key } as unknown as Operation),
    emit: (event) => {
      draft.event = event;
    },
    discard: (bodyId) => draft.discarded.push(bodyId),
  };
}

export interface MutationDeps {
  readonly levels: Levels;
  readonly outbox: AppendableOutbox;
  readonly bodies: Bodies;
}

export async function createMutate({ levels, outbox, bodies }: MutationDeps): Promise<Mutate> {
  const serial = createSerial();
  let last = (await levels.counters.get('sequence')) ?? 0;

  async function commit(draft: Draft, mutation: Mutation): Promise<void> {
    if (draft.operations.length === 0) return;
    if (draft.event) mutation.put(levels.outbox, ascending(mutation.sequence), draft.event);
    mutation.put(levels.counters, 'sequence', mutation.sequence);
    await levels.database.batch(draft.operations);
    last = mutation.sequence;
    if (draft.event) outbox.appended();
  }

  return async (change) => {
    const draft: Draft = { operations: [], discarded: [] };
    const result = await serial(async () => {
      const mutation = mutationOn(draft, last + 1);
      const answer = await change(mutation);
      await commit(draft, mutation);
      return answer;
    });
    await bodies.remove(draft.discarded);
    return result;
  };
}
