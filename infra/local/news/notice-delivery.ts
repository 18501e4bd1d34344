// Hands waiting events to the deliver-news handler, as the queue and Lambda do in the deployment: those of a pipeline one
// after another, and again after a pause until the web service takes them.

import { setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import { pauseMs } from '../events/retry-pause.ts';
import { localAttributes, sqsRecord } from '../events/sqs-record.ts';
import { lambdaContext } from '../lambda/context.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import type { NoticeLog, WaitingNotice } from './notice-log.ts';

export interface NoticeDeliveryOptions {
  readonly log: Pick<NoticeLog, 'taken'>;
  readonly handler: QueueHandler;
  /** The function's name. */
  readonly name: string;
}

export interface NoticeDelivery {
  /** In this order for each pipeline; behind those that came before. */
  deliver(notices: readonly WaitingNotice[]): void;
  /** Waits for no answer: what was under way is delivered again after the next start. */
  close(): void;
}

const AT_ONCE = 8;
const LONGEST_PAUSE_MS = 60_000;
/** As long as a function can have: nothing waits for it. */
const TIMEOUT_MS = 900_000;

export function startNoticeDelivery({ log, handler, name }: NoticeDeliveryOptions): NoticeDelivery {
  const closing = new AbortController();
  const { signal } = closing;
  const lanes = new Map<string, Promise<void>>();
  const turn = pLimit(AT_ONCE);

  async function deliverOne(notice: WaitingNotice): Promise<void> {
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      if (await turn(() => isTaken({ handler, name }, notice, attempt))) {
        if (!signal.aborted) await log.taken(notice.sequence);
        return;
      }
      await setTimeout(pauseMs(attempt, Math.random, LONGEST_PAUSE_MS), undefined, { signal }).catch(
        () => undefined,
      );
    }
  }

  return {
    deliver(notices) {
      for (const notice of notices) {
        const { pipeline, namespace } = notice.event;
        const subject = pipeline ?? namespace;
        const lane = (lanes.get(subject) ?? Promise.resolve()).then(() => deliverOne(notice));
        lanes.set(subject, lane);
        lane
          .catch((error: unknown) => console.error('an event cannot be marked as delivered:', error))
          .finally(() => lanes.get(subject) === lane && lanes.delete(subject));
      }
    },
    close: () => closing.abort(),
  };
}

async function isTaken(
  { handler, name }: Pick<NoticeDeliveryOptions, 'handler' | 'name'>,
  { event }: WaitingNotice,
  attempt: number,
): Promise<boolean> {
  const message = sqsRecord({
    messageId: event.id,
    receiptHandle: event.id,
    body: JSON.stringify(event),
    attributes: localAttributes(attempt, Date.parse(event.time)),
  });
  try {
    const answer = await handler({ Records: [message] }, lambdaContext(name, TIMEOUT_MS));
    return answer?.batchItemFailures.length === 0;
  } catch (error) {
    console.error(`${name} failed, will retry:`, error);
    return false;
  }
}
