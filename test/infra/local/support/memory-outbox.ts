// The outbox's contract in memory; it outlives a delivery, as the one on disk outlives a process.
import type { EventOutbox, OutboxEntry } from '../../../../infra/s3-server/store/outbox.ts';

export interface MemoryOutbox extends EventOutbox {
  append(...keys: readonly string[]): void;
  /** The keys that are not acknowledged. */
  waiting(): readonly string[];
  /** Resolves when no event of these keys waits any more. */
  acknowledged(...keys: readonly string[]): Promise<void>;
}

export function createMemoryOutbox(): MemoryOutbox {
  const entries = new Map<number, OutboxEntry>();
  const listeners = new Set<() => void>();
  const watchers = new Set<() => void>();
  let sequence = 0;
  const waiting = () => [...entries.values()].map(({ record }) => record.s3.object.key);
  return {
    append(...keys) {
      for (const key of keys) {
        sequence += 1;
        entries.set(sequence, { sequence, record: eventRecord(key) });
        for (const listener of listeners) listener();
      }
    },
    waiting,
    acknowledged(...keys) {
      const { promise, resolve } = Promise.withResolvers<void>();
      watchers.add(() => {
        if (!waiting().some((key) => keys.includes(key))) resolve();
      });
      return promise;
    },
    read: async (after, limit) =>
      [...entries.values()].filter((entry) => entry.sequence > after).slice(0, limit),
    async acknowledge(sequences) {
      for (const acknowledged of sequences) entries.delete(acknowledged);
      for (const watch of watchers) watch();
    },
    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function eventRecord(key: string): OutboxEntry['record'] {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: 'us-east-1',
    eventTime: '2026-01-02T03:04:05.678Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'LOCAL' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': 'request', 'x-amz-id-2': 'host' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'local',
      bucket: { name: 'pipelines', ownerIdentity: { principalId: 'LOCAL' }, arn: 'arn:aws:s3:::pipelines' },
      object: { key, size: 1, eTag: 'etag', versionId: 'version', sequencer: '00' },
    },
  };
}
