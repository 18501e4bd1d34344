// The queue of events that a web service has yet to take: first in, first out for each pipeline, so one that has to wait
// holds back those behind it, and nobody else's.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html
import { createHash } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  SendMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import type { NoticeQueue, QueuedNotice } from '../../ports/notice-queue.ts';

export interface QueueUrls {
  /** Without it, nothing is queued. */
  readonly queueUrl?: string | undefined;
  readonly deadLettersUrl: string;
}

const AT_ONCE = 10;

export function createNoticeQueue(
  { queueUrl: QueueUrl, deadLettersUrl }: QueueUrls,
  settings: SQSClientConfig,
): NoticeQueue {
  const sqs = new SQSClient(settings);

  async function send(url: string | undefined, { id, subject, body }: QueuedNotice): Promise<void> {
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: url,
        MessageBody: body,
        MessageGroupId: groupOf(subject),
        MessageDeduplicationId: id,
      }),
    );
  }

  return {
    async send(notices) {
      const groups = Map.groupBy(notices, ({ subject }) => subject);
      // One by one: of a batch, a message can fail whose successor is sent.
      const sendInOrder = async (group: readonly QueuedNotice[]) => {
        for (const notice of group) await send(QueueUrl, notice);
      };
      await pMap(groups.values(), sendInOrder, { concurrency: AT_ONCE });
    },

    async postpone(ReceiptHandle, VisibilityTimeout) {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    },

    giveUp: (notice) => send(deadLettersUrl, notice),
  };
}

/** SQS takes 128 characters, and a pipeline's name can have more. */
function groupOf(subject: string): string {
  return createHash('sha256').update(subject).digest('hex');
}
