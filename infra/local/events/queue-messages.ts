// Receives messages from a queue and deletes them, in the small batches that SQS allows.
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import type { EventQueue } from '../provision/queue.ts';
import { sqsRecord } from './sqs-record.ts';

export interface QueueDeps {
  readonly sqs: SQSClient;
  readonly queue: EventQueue;
}

/** The limit of SQS for one receive or delete. */
const MAX_MESSAGES = 10;
/** All waiting messages go into one batch, so that an upload of a thousand files costs a few lists, not a thousand. */
const MAX_BATCH = 1_000;
/** A poll that is cut off by a crash can take a message with it until it is visible again; hence not SQS's 20. */
const LONG_POLL_S = 5;

/** Waits up to 5 s for the first message. */
export async function receiveBatch(deps: QueueDeps, signal: AbortSignal): Promise<readonly SQSRecord[]> {
  const batch: SQSRecord[] = [];
  for (let wait = LONG_POLL_S; batch.length < MAX_BATCH; wait = 0) {
    const received = await receive(deps, wait, signal);
    batch.push(...received.map((message) => recordOf(message, deps.queue)));
    if (received.length < MAX_MESSAGES) break;
  }
  return batch;
}

async function receive({ sqs, queue }: QueueDeps, WaitTimeSeconds: number, abortSignal: AbortSignal) {
  const command = new ReceiveMessageCommand({
    QueueUrl: queue.url,
    WaitTimeSeconds,
    MaxNumberOfMessages: MAX_MESSAGES,
    MessageSystemAttributeNames: ['All'],
  });
  return (await sqs.send(command, { abortSignal })).Messages ?? [];
}

function recordOf(message: Message, { arn }: EventQueue): SQSRecord {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} } = message;
  const attributes = Attributes as unknown as SQSRecord['attributes'];
  return sqsRecord({ messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, attributes }, arn);
}

/** Reports a message that cannot be deleted: it comes again, which does no harm. */
export async function deleteMessages(
  { sqs, queue }: QueueDeps,
  records: readonly SQSRecord[],
  report: (line: string) => void,
): Promise<void> {
  for (let from = 0; from < records.length; from += MAX_MESSAGES) {
    const Entries = records
      .slice(from, from + MAX_MESSAGES)
      .map(({ receiptHandle }, n) => ({ Id: String(n), ReceiptHandle: receiptHandle }));
    const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries }));
    for (const { Code, Message } of Failed)
      report(`a message that is done cannot be deleted: ${Code} ${Message}`);
  }
}
