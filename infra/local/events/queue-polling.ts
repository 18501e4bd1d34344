// Takes S3 events from a queue and hands them to the observe-drafts handler, as Lambda's event source mapping does:
// messages that the handler has done are deleted; messages that it reports as failed come back after the queue's
// visibility timeout and end in its dead-letter queue.
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
import type { SQSRecord } from 'aws-lambda';
import { lambdaContext } from '../lambda/context.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import { deleteMessages, type QueueDeps, receiveBatch } from './queue-messages.ts';
import { type Pause, retryPause } from './retry-pause.ts';
import { failedMessages } from './sqs-record.ts';

export interface QueuePollingOptions extends QueueDeps {
  readonly handler: QueueHandler;
  readonly pause?: Pause;
  readonly report?: (line: string) => void;
}

export interface QueuePolling {
  /** Finishes the batch in flight. The rest stays in the queue. */
  close(): Promise<void>;
}

export function startQueuePolling(options: QueuePollingOptions): QueuePolling {
  const { queue, handler, pause = retryPause, report = console.error } = options;
  const closing = new AbortController();

  async function poll(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; ) {
      try {
        await deliver(await receiveBatch(options, closing.signal));
        failures = 0;
      } catch (error) {
        if (closing.signal.aborted) return;
        failures += 1;
        if (failures === 1) report(`the queue ${queue.url} does not answer, will retry: ${error}`);
        await pause(failures, closing.signal).catch(() => undefined);
      }
    }
  }

  async function deliver(records: readonly SQSRecord[]): Promise<void> {
    if (records.length === 0) return;
    const failed = await failedOf(records);
    const done = records.filter(({ messageId }) => !failed.has(messageId));
    await deleteMessages(options, done, report);
  }

  async function failedOf(records: readonly SQSRecord[]): Promise<ReadonlySet<string>> {
    const ids = records.map(({ messageId }) => messageId);
    try {
      const response = await handler({ Records: [...records] }, lambdaContext('observe-drafts'));
      const failed = failedMessages(ids, response ?? undefined);
      if (failed.size > 0) report(`observe-drafts fails for ${failed.size} messages; its log has the cause`);
      return failed;
    } catch (error) {
      report(`observe-drafts fails for ${ids.length} messages: ${error}`);
      return new Set(ids);
    }
  }

  const polling = poll();
  return {
    async close() {
      closing.abort();
      await polling;
    },
  };
}
