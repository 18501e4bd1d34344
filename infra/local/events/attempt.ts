// One delivery of one batch to the observe-drafts handler.
import type { EventOutbox, OutboxEntry } from '../../s3-server/store/outbox.ts';
import { lambdaContext } from '../lambda/context.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import { type Batch, failedEntries, sqsEvent } from './sqs-batch.ts';

export interface AttemptDeps {
  readonly outbox: EventOutbox;
  readonly handler: QueueHandler;
  readonly report: (line: string) => void;
}

/**
 * Acknowledges the events that the handler has done and returns the others, in the batches in which to deliver them
 * again. Reports a batch that fails for the first time.
 */
export async function attempt(deps: AttemptDeps, batch: Batch): Promise<readonly (readonly OutboxEntry[])[]> {
  const { outbox, handler } = deps;
  try {
    const response = await handler(sqsEvent(batch), lambdaContext('observe-drafts'));
    const failed = failedEntries(batch, response ?? undefined);
    const done = batch.entries.filter((entry) => !failed.includes(entry));
    await outbox.acknowledge(done.map(({ sequence }) => sequence));
    if (failed.length === 0) return [];
    reportFirst(deps, { ...batch, entries: failed }, 'its log has the cause');
    return [failed];
  } catch (error) {
    reportFirst(deps, batch, error);
    return halves(batch.entries);
  }
}

function reportFirst({ report }: AttemptDeps, { entries, attempt }: Batch, reason: unknown): void {
  const key = entries[0]?.record.s3.object.key;
  if (attempt === 1)
    report(`observe-drafts fails for ${entries.length} events (${key}), will retry: ${reason}`);
}

/** A batch that fails as a whole is retried in two, so that one bad event ends up alone and stops no other. */
function halves(entries: readonly OutboxEntry[]): readonly (readonly OutboxEntry[])[] {
  if (entries.length === 1) return [entries];
  const middle = Math.ceil(entries.length / 2);
  return [entries.slice(0, middle), entries.slice(middle)];
}
