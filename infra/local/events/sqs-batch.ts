// Events that wait, in the shape in which SQS hands them to a function, and the function's answer about them.
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
import { createHash, randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { ACCOUNT_ID, REGION } from '../lambda/environment.ts';
import type { OutboxEntry } from '../s3/outbox.ts';

const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:draft-changes`;

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
  const failed = new Set(response?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  const wanted = entries.filter((entry) => failed.delete(messageId(entry)));
  if (failed.size > 0) throw new Error(`unknown message ${[...failed].join(', ')}`);
  return wanted;
}

function message(entry: OutboxEntry, attempt: number): SQSRecord {
  const body = JSON.stringify({ Records: [entry.record] });
  const sent = String(Date.parse(entry.record.eventTime));
  return {
    messageId: messageId(entry),
    receiptHandle: randomUUID(),
    body,
    attributes: {
      ApproximateReceiveCount: String(attempt),
      SentTimestamp: sent,
      SenderId: 'S3-PROD-END',
      ApproximateFirstReceiveTimestamp: sent,
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: QUEUE_ARN,
    awsRegion: REGION,
  };
}

/** The same in every delivery of an event. */
function messageId({ sequence }: OutboxEntry): string {
  return `event-${sequence}`;
}
