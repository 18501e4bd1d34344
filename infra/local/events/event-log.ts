// Keeps posted events on disk until they are handled, so that the sender may forget them. MinIO posts the events of an
// upload of a thousand files one by one; from here they are delivered in a few batches, and one that fails holds up no
// other.
import type { S3EventRecord } from 'aws-lambda';
import { ClassicLevel } from 'classic-level';
import { ascending } from '../../s3-server/store/key-codec.ts';
import { keySpace } from '../../s3-server/store/levels.ts';
import { createOutbox, type EventOutbox } from '../../s3-server/store/outbox.ts';
import { createSerial } from '../../s3-server/store/serial.ts';

export interface EventLog {
  readonly outbox: EventOutbox;
  /** Stores all records or, if it rejects, none. Stored records survive a killed process. */
  append(records: readonly S3EventRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** The directory is made if it is missing. Rejects with the error of LevelDB. */
export async function openEventLog(directory: string): Promise<EventLog> {
  const database = new ClassicLevel(directory);
  await database.open();
  const entries = keySpace<string, S3EventRecord>(database, 'events', 'utf8');
  const outbox = createOutbox({ outbox: entries });
  const [newest = '0'] = await entries.keys({ reverse: true, limit: 1 }).all();
  let last = Number.parseInt(newest, 16);
  // Without it a reader could read past an event that is still being written.
  const serial = createSerial();

  return {
    outbox,
    append: (records) =>
      serial(async () => {
        const keyed = records.map((value, n) => ({
          type: 'put' as const,
          key: ascending(last + 1 + n),
          value,
        }));
        await entries.batch(keyed);
        last += records.length;
        outbox.appended();
      }),
    close: () => database.close(),
  };
}
