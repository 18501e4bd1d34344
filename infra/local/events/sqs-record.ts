// One message as SQS passes it to a function, and the function's answer about a batch of messages.
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
import { createHash } from 'node:crypto';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { ACCOUNT_ID, REGION } from '../defaults.ts';

export const LOCAL_QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:draft-changes`;

export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: SQSRecord['attributes'];
}

export function sqsRecord(message: QueueMessage, queueArn = LOCAL_QUEUE_ARN): SQSRecord {
  const { messageId, receiptHandle, body, attributes } = message;
  return {
    messageId,
    receiptHandle,
    body,
    attributes,
    messageAttributes: {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? REGION,
  };
}

/** Attributes of a message that came from no queue. `sentAt` in milliseconds. */
export function localAttributes(attempt: number, sentAt: number): SQSRecord['attributes'] {
  const sent = String(sentAt);
  return {
    ApproximateReceiveCount: String(attempt),
    SentTimestamp: sent,
    SenderId: 'S3-PROD-END',
    ApproximateFirstReceiveTimestamp: sent,
  };
}

/** The messages that the handler wants again. Throws if it names one that it was not given. */
export function failedMessages(
  given: readonly string[],
  response: SQSBatchResponse | undefined,
): ReadonlySet<string> {
  const failed = new Set(response?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier));
  const unknown = [...failed].filter((id) => !given.includes(id));
  if (unknown.length > 0) throw new Error(`unknown message ${unknown.join(', ')}`);
  return failed;
}
