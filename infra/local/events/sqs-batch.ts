// Waiting events of the embedded S3, in the shape in which SQS passes them to a function.
import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { OutboxEntry } from '../../s3-server/store/outbox.ts';
import { failedMessages, localAttributes, sqsRecord } from './sqs-record.ts';

export interface Batch {
  readonly entries: readonly OutboxEntry[];
  /** How often they have been delivered, this time included. */
  readonly attempt: number;
}

export function sqsEvent({ entries, attempt }: Batch): SQSEvent {
  return { Records: entries.map((entry) => message(entry, attempt)) };
}

/** The entries that the handler wants again. Throws if it names one that it was not given. */
export function failedEntries(
  { entries }: Batch,
  response: SQSBatchResponse | undefined,
): readonly OutboxEntry[] {
  const failed = failedMessages(entries.map(messageId), response);
  return entries.filter((entry) => failed.has(messageId(entry)));
}

function message(entry: OutboxEntry, attempt: number): SQSRecord {
  return sqsRecord({
    messageId: messageId(entry),
    receiptHandle: randomUUID(),
    body: JSON.stringify({ Records: [entry.record] }),
    attributes: localAttributes(attempt, Date.parse(entry.record.eventTime)),
  });
}

/** The same in every delivery of an event. */
function messageId({ sequence }: OutboxEntry): string {
  return `event-${sequence}`;
}
