// Carries the S3 server's events to the observe-drafts handler, as the queue and Lambda do in the deployment: in
// batches, at least once. What is not acknowledged is in the outbox, on disk, and is delivered at the next start.

import type { EventOutbox, OutboxEntry } from '../../s3-server/outbox.ts';
import { createSerial } from '../../s3-server/store/serial.ts';
import { lambdaContext } from '../lambda/context.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import { type Pause, retryPause } from './retry-pause.ts';
import { type Batch, failedEntries, sqsEvent } from './sqs-batch.ts';
import { createTasks } from './tasks.ts';

export interface EventDeliveryOptions {
  readonly outbox: EventOutbox;
  readonly handler: QueueHandler;
  readonly pause?: Pause;
  readonly report?: (line: string) => void;
}

export interface EventDelivery {
  /** Resolves when nothing waits and nothing is in flight; not while an event keeps failing. */
  idle(): Promise<void>;
  /** Finishes what is in flight. The rest stays in the outbox. */
  close(): Promise<void>;
}

/** All that waits goes into one batch, so that an upload of a thousand files costs a few lists, not a thousand. */
const MAX_BATCH = 1_000;

export function startEventDelivery(options: EventDeliveryOptions): EventDelivery {
  const { outbox, handler, pause = retryPause, report = console.error } = options;
  const closing = new AbortController();
  const tasks = createTasks(report);
  // Two lanes: new events never wait for those that fail.
  const newOnes = createSerial();
  const failedOnes = createSerial();
  let lastRead = 0;
  let drainQueued = false;

  function wake(): void {
    if (drainQueued) return;
    drainQueued = true;
    tasks.run(newOnes(drain));
  }

  async function drain(): Promise<void> {
    drainQueued = false;
    while (!closing.signal.aborted) {
      const entries = await outbox.read(lastRead, MAX_BATCH);
      if (entries.length === 0) return;
      lastRead = entries.at(-1)?.sequence ?? lastRead;
      await deliver({ entries, attempt: 1 });
    }
  }

  async function deliver(batch: Batch): Promise<void> {
    for (const entries of await attempt(batch)) {
      tasks.run(deliverLater({ entries, attempt: batch.attempt + 1 }));
    }
  }

  // For ever, since there is no dead-letter queue here: the one line on stderr is what there is to notice.
  async function deliverLater(batch: Batch): Promise<void> {
    await pause(batch.attempt, closing.signal).catch(() => undefined);
    await failedOnes(async () => {
      if (!closing.signal.aborted) await deliver(batch);
    });
  }

  /** What is to be delivered again, in the batches in which to do so. */
  async function attempt(batch: Batch): Promise<readonly (readonly OutboxEntry[])[]> {
    try {
      const response = await handler(sqsEvent(batch), lambdaContext('observe-drafts'));
      const failed = failedEntries(batch, response ?? undefined);
      const done = batch.entries.filter((entry) => !failed.includes(entry));
      await outbox.acknowledge(done.map(({ sequence }) => sequence));
      if (failed.length === 0) return [];
      reportFirst({ ...batch, entries: failed }, 'its log has the cause');
      return [failed];
    } catch (error) {
      reportFirst(batch, error);
      return halves(batch.entries);
    }
  }

  function reportFirst({ entries, attempt }: Batch, reason: unknown): void {
    const key = entries[0]?.record.s3.object.key;
    if (attempt === 1)
      report(`observe-drafts fails for ${entries.length} events (${key}), will retry: ${reason}`);
  }

  const unsubscribe = outbox.onAppend(wake);
  wake();

  return {
    idle: tasks.idle,
    async close() {
      unsubscribe();
      closing.abort();
      await tasks.idle();
    },
  };
}

/** A batch that fails as a whole is retried in two, so that one bad event ends up alone and stops no other. */
function halves(entries: readonly OutboxEntry[]): readonly (readonly OutboxEntry[])[] {
  if (entries.length === 1) return [entries];
  const middle = Math.ceil(entries.length / 2);
  return [entries.slice(0, middle), entries.slice(middle)];
}
