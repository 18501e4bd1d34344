// The events that wait for delivery. An entry is written in the same batch as the mutation it reports
// (mutations.ts) and stays until the delivery of events acknowledges it.
import type { S3EventRecord } from 'aws-lambda';
import { ascending } from './key-codec.ts';
import type { Levels } from './levels.ts';

export interface OutboxEntry {
  readonly sequence: number;
  readonly record: S3EventRecord;
}

export interface EventOutbox {
  /** Unacknowledged entries with sequence > after, oldest first. */
  read(after: number, limit: number): Promise<readonly OutboxEntry[]>;
  /** Removes these entries; idempotent. */
  acknowledge(sequences: readonly number[]): Promise<void>;
  /** Called after an entry was committed; returns an unsubscribe function. */
  onAppend(listener: () => void): () => void;
}

export interface AppendableOutbox extends EventOutbox {
  /** Must be called after an entry was committed. */
  appended(): void;
}

export function createOutbox({ outbox: entries }: Pick<Levels, 'outbox'>): AppendableOutbox {
  const listeners = new Set<() => void>();
  return {
    async read(after, limit) {
      const found = await entries.iterator({ gt: ascending(after), limit }).all();
      return found.map(([key, record]) => ({ sequence: Number.parseInt(key, 16), record }));
    },
    acknowledge: (sequences) =>
      entries.batch(sequences.map((sequence) => ({ type: 'del', key: ascending(sequence) }))),
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // In a microtask: a listener that throws must not fail the request that was already committed.
    appended: () => {
      for (const listener of listeners) queueMicrotask(listener);
    },
  };
}
