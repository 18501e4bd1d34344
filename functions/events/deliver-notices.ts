// Posts queued events to the webhook. An event that the webhook does not take is tried again after growing pauses, for a
// day. Then it becomes a dead letter.
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { log } from '../log.ts';
import type { NoticeQueue } from '../ports/notice-queue.ts';
import type { NewsEvent, Notify } from '../ports/notifier.ts';

export interface NoticeDelivery {
  readonly notify: Notify;
  /** `null`: whoever passes the messages decides by itself when they come again. */
  readonly queue: NoticeQueue | null;
  readonly now: () => Date;
  /** From 0 to 1. */
  readonly random: () => number;
}

export const GIVEN_UP_AFTER_MS = 86_400_000;
const FIRST_PAUSE_S = 5;
/** A webhook that is up again gets its events within a quarter of an hour. */
const LONGEST_PAUSE_S = 900;

/** Stops at the first that is not taken, since those behind it may be of the same pipeline. Reports it and the rest. */
export async function deliverNotices(
  delivery: NoticeDelivery,
  messages: readonly SQSRecord[],
): Promise<SQSBatchResponse> {
  for (const [index, message] of messages.entries()) {
    if (!(await isDone(delivery, message))) {
      const left = messages.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { batchItemFailures: left };
    }
  }
  return { batchItemFailures: [] };
}

async function isDone(delivery: NoticeDelivery, message: SQSRecord): Promise<boolean> {
  const event: NewsEvent = JSON.parse(message.body);
  try {
    await delivery.notify(event);
    return true;
  } catch (failure) {
    return await isGivenUp(delivery, message, event, failure as Error);
  }
}

async function isGivenUp(
  { queue, now, random }: NoticeDelivery,
  { body, receiptHandle, attributes }: SQSRecord,
  { id, type }: NewsEvent,
  error: Error,
): Promise<boolean> {
  const attempt = Number(attributes.ApproximateReceiveCount);
  const isOld = now().getTime() - Number(attributes.SentTimestamp) >= GIVEN_UP_AFTER_MS;
  if (queue !== null && isOld) {
    await queue.giveUp({ id, subject: id, body });
    log.error('an event was given up', { id, type, attempt, error });
    return true;
  }
  // Of the many attempts of a long outage, the first one warns.
  const line = { id, type, attempt, error };
  if (attempt === 1) log.warn('an event was not taken, and comes again', line);
  else log.info('an event was not taken again', line);
  await queue?.postpone(receiptHandle, pauseSeconds(attempt, random()));
  return false;
}

/** Between a half and all of 5 s, 10 s, 20 s and so on. */
export function pauseSeconds(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (attempt - 1));
  return Math.ceil(longest * (0.5 + random / 2));
}
