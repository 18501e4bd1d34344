// Carries the S3 server's events to the observe-drafts handler, as the queue and Lambda do in the deployment: in
// batches, at least once. An event stays in the outbox, on disk, until it is acknowledged; the next start delivers it.
import type { EventOutbox } from '../../s3-server/store/outbox.ts';
import { createSerial } from '../../s3-server/store/serial.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import { attempt } from './attempt.ts';
import { createRest, type Rest } from './rest.ts';
import { type Pause, retryPause } from './retry-pause.ts';
import type { Batch } from './sqs-batch.ts';
import { createTasks } from './tasks.ts';

export interface EventDeliveryOptions {
  readonly outbox: EventOutbox;
  readonly handler: QueueHandler;
  readonly pause?: Pause;
  readonly rest?: Rest;
  readonly report?: (line: string) => void;
}

export interface EventDelivery {
  /** Resolves when nothing waits and nothing is in flight; not while an event keeps failing. */
  idle(): Promise<void>;
  /** Finishes what is in flight. The rest stays in the outbox. */
  close(): Promise<void>;
}

/** All waiting events go into one batch, so that an upload of a thousand files costs a few lists, not a thousand. */
const MAX_BATCH = 1_000;

export function startEventDelivery(options: EventDeliveryOptions): EventDelivery {
  const { outbox, handler, pause = retryPause, rest = createRest(), report = console.error } = options;
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
      if ((await outbox.read(lastRead, 1)).length === 0) return;
      await rest.over(closing.signal);
      if (closing.signal.aborted) return;
      const entries = await outbox.read(lastRead, MAX_BATCH);
      lastRead = entries.at(-1)?.sequence ?? lastRead;
      await rest.after(() => deliver({ entries, attempt: 1 }));
    }
  }

  async function deliver(batch: Batch): Promise<void> {
    for (const entries of await attempt({ outbox, handler, report }, batch)) {
      tasks.run(deliverLater({ entries, attempt: batch.attempt + 1 }));
    }
  }

  // Retries without end, since there is no dead-letter queue here; a line on stderr reports the first failure.
  async function deliverLater(batch: Batch): Promise<void> {
    await pause(batch.attempt, closing.signal).catch(() => undefined);
    await failedOnes(async () => {
      if (!closing.signal.aborted) await deliver(batch);
    });
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
