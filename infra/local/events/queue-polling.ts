// Takes S3 events from a queue and hands them to the observe-drafts handler, as Lambda's event source mapping does:
// what the handler has done is deleted, what it reports as failed stays, comes back after the queue's visibility
// timeout and ends in its dead-letter queue. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { lambdaContext } from '../lambda/context.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import type { EventQueue } from '../provision/queue.ts';
import { type Pause, retryPause } from './retry-pause.ts';
import { failedMessages, sqsRecord } from './sqs-record.ts';

export interface QueuePollingOptions {
  readonly sqs: SQSClient;
  readonly queue: EventQueue;
  readonly handler: QueueHandler;
  readonly pause?: Pause;
  readonly report?: (line: string) => void;
}

export interface QueuePolling {
  /** Finishes the batch in flight. The rest stays in the queue. */
  close(): Promise<void>;
}

/** SQS gives and takes no more at once. */
const MAX_MESSAGES = 10;
/** All that waits goes into one batch, so that an upload of a thousand files costs a few lists, not a thousand. */
const MAX_BATCH = 1_000;
/** A poll that is cut off by a crash can take a message with it until it is visible again; hence not SQS's 20. */
const LONG_POLL_S = 5;

export function startQueuePolling(options: QueuePollingOptions): QueuePolling {
  const { sqs, queue, handler, pause = retryPause, report = console.error } = options;
  const QueueUrl = queue.url;
  const closing = new AbortController();

  async function poll(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; ) {
      try {
        const messages = await receiveBatch();
        if (messages.length > 0) await deliver(messages);
        failures = 0;
      } catch (error) {
        if (closing.signal.aborted) return;
        failures += 1;
        if (failures === 1) report(`the queue ${QueueUrl} does not answer, will retry: ${error}`);
        await pause(failures, closing.signal).catch(() => undefined);
      }
    }
  }

  async function receiveBatch(): Promise<readonly Message[]> {
    const batch: Message[] = [];
    for (let wait = LONG_POLL_S; batch.length < MAX_BATCH; wait = 0) {
      const received = await receive(wait);
      batch.push(...received);
      if (received.length < MAX_MESSAGES) break;
    }
    return batch;
  }

  async function receive(WaitTimeSeconds: number): Promise<readonly Message[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl,
      WaitTimeSeconds,
      MaxNumberOfMessages: MAX_MESSAGES,
      MessageSystemAttributeNames: ['All'],
    });
    return (await sqs.send(command, { abortSignal: closing.signal })).Messages ?? [];
  }

  async function deliver(messages: readonly Message[]): Promise<void> {
    const records = messages.map((message) => recordOf(message, queue));
    const failed = await failedOf(records);
    const done = records.filter(({ messageId }) => !failed.has(messageId));
    for (let from = 0; from < done.length; from += MAX_MESSAGES)
      await remove(done.slice(from, from + MAX_MESSAGES));
  }

  async function failedOf(records: SQSRecord[]): Promise<ReadonlySet<string>> {
    const ids = records.map(({ messageId }) => messageId);
    try {
      const response = await handler({ Records: records }, lambdaContext('observe-drafts'));
      const failed = failedMessages(ids, response ?? undefined);
      if (failed.size > 0) report(`observe-drafts fails for ${failed.size} messages; its log has the cause`);
      return failed;
    } catch (error) {
      report(`observe-drafts fails for ${ids.length} messages: ${error}`);
      return new Set(ids);
    }
  }

  /** What cannot be deleted comes again, which does no harm. */
  async function remove(records: readonly SQSRecord[]): Promise<void> {
    const Entries = records.map(({ receiptHandle }, n) => ({ Id: String(n), ReceiptHandle: receiptHandle }));
    const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    for (const { Code, Message } of Failed)
      report(`a message that is done cannot be deleted: ${Code} ${Message}`);
  }

  const polling = poll();
  return {
    async close() {
      closing.abort();
      await polling;
    },
  };
}

function recordOf(message: Message, { arn }: EventQueue): SQSRecord {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} } = message;
  const attributes = Attributes as unknown as SQSRecord['attributes'];
  return sqsRecord({ messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, attributes }, arn);
}
