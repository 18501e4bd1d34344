// Turns changes of the table into events, and sends those to EventBridge and to the webhook's queue.
import type { DynamoDBRecord } from 'aws-lambda';
import type { News } from '../domain/news.ts';
import { displayName } from '../domain/pipeline.ts';
import { log } from '../log.ts';
import type { PutEvents } from '../ports/event-bus.ts';
import type { NoticeQueue } from '../ports/notice-queue.ts';
import type { NewsEvent } from '../ports/notifier.ts';

export interface NewsOutlets {
  /** Throws an error for what cannot be read. */
  readonly newsOf: (record: DynamoDBRecord) => readonly News[];
  readonly present: (news: News) => NewsEvent;
  /** `null`: the deployment has no bus. */
  readonly putEvents: PutEvents | null;
  readonly queue: NoticeQueue;
  /** Whether the deployment has a webhook. */
  readonly notifies: boolean;
}

interface Told {
  readonly news: News;
  readonly event: NewsEvent;
  readonly resources: readonly string[];
}

/** Rejects if not all of it was told: the stream then passes the same records again, for a day. */
export async function tellNews(outlets: NewsOutlets, records: readonly DynamoDBRecord[]): Promise<void> {
  const { putEvents, queue, notifies } = outlets;
  const told: Told[] = [];
  for (const record of records) told.push(...(await readNews(outlets, record)));
  if (told.length === 0) return;
  await Promise.all([
    putEvents?.(
      told.map(({ news: { type, time }, event, resources }) => {
        return { type, time, resources, detail: JSON.stringify(event) };
      }),
    ),
    notifies && queue.send(told.map(asNotice)),
  ]);
  log.info('news', { events: told.map(({ event }) => event.id) });
}

/** What cannot be read will never be: it must not hold up all that comes after it. */
async function readNews(
  { newsOf, present, queue }: NewsOutlets,
  record: DynamoDBRecord,
): Promise<readonly Told[]> {
  try {
    const resources = tableOf(record);
    return newsOf(record).map((news) => ({ news, event: present(news), resources }));
  } catch (failure) {
    const { Keys, SequenceNumber } = record.dynamodb ?? {};
    log.error('a change of the table cannot be read', { keys: Keys, error: failure as Error });
    const body = JSON.stringify({ unreadable: Keys, change: SequenceNumber, error: String(failure) });
    await queue.giveUp({ id: record.eventID ?? `${SequenceNumber}`, subject: 'unreadable', body });
    return [];
  }
}

/** arn:aws:dynamodb:…:table/NAME/stream/… */
function tableOf({ eventSourceARN = '' }: DynamoDBRecord): readonly string[] {
  const [table = ''] = eventSourceARN.split('/stream/');
  return table === '' ? [] : [table];
}

function asNotice({ news: { pipeline, namespace }, event }: Told) {
  return {
    id: event.id,
    subject: pipeline === null ? namespace : displayName(pipeline),
    body: JSON.stringify(event),
  };
}
