// What the function that delivers events does with records of the table's stream, and with messages of its queue.
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { lifting } from '../../../functions/domain/freeze.ts';
import { type News, newsOfFreeze, newsOfVersion } from '../../../functions/domain/news.ts';
import {
  deliverNotices,
  GIVEN_UP_AFTER_MS,
  pauseSeconds,
} from '../../../functions/events/deliver-notices.ts';
import { type NewsOutlets, tellNews } from '../../../functions/events/tell-news.ts';
import { presentNews } from '../../../functions/http/present-news.ts';
import type { BusEvent } from '../../../functions/ports/event-bus.ts';
import type { QueuedNotice } from '../../../functions/ports/notice-queue.ts';
import type { NewsEvent } from '../../../functions/ports/notifier.ts';
import { localAttributes, sqsRecord } from '../../../infra/local/events/sqs-record.ts';
import { versionWith } from '../../contract/samples.ts';

const PIPELINE = { namespace: 'default', layer: 'silver', name: 'orders' } as const;
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/versions';
const version = newsOfVersion(PIPELINE, versionWith(null));
const lift = newsOfFreeze('default', lifting('ada', new Date('2026-05-05T12:00:00Z')));
const UNREADABLE: News[] = [];

const put: BusEvent[] = [];
const queued: QueuedNotice[] = [];
const givenUp: QueuedNotice[] = [];
const postponed: [string, number][] = [];
beforeEach(() => {
  for (const list of [put, queued, givenUp, postponed]) list.length = 0;
});

const queue = {
  send: async (notices: readonly QueuedNotice[]) => void queued.push(...notices),
  giveUp: async (notice: QueuedNotice) => void givenUp.push(notice),
  postpone: async (receipt: string, seconds: number) => void postponed.push([receipt, seconds]),
};

/** Each record stands for the news that it has. */
const recordOf = (news: readonly News[], eventID = 'e1') =>
  ({
    eventID,
    eventSourceARN: `${TABLE}/stream/2026-05-05T00:00:00.000`,
    dynamodb: { Keys: { pk: { S: 'PIPELINE#x' } }, SequenceNumber: '7' },
    news,
  }) as DynamoDBRecord;

const outlets = (more: Partial<NewsOutlets> = {}): NewsOutlets => ({
  newsOf: (record) => {
    const { news } = record as DynamoDBRecord & { readonly news: readonly News[] };
    if (news === UNREADABLE) throw new Error('it has no number');
    return news;
  },
  present: presentNews,
  putEvents: async (events) => void put.push(...events),
  queue,
  notifies: true,
  ...more,
});

describe('a change of the table', () => {
  test('goes to the bus and to the queue as the feed has it, in its order', async () => {
    await tellNews(outlets(), [recordOf([version]), recordOf([]), recordOf([lift])]);

    expect(put.map(({ type, resources }) => [type, ...resources])).toEqual([
      ['version.published', TABLE],
      ['namespace.unfrozen', TABLE],
    ]);
    expect(put.map(({ detail }) => JSON.parse(detail))).toEqual([version, lift].map(presentNews));
    expect(queued).toEqual([
      { id: version.id, subject: 'default/silver/orders', body: put[0]?.detail },
      { id: lift.id, subject: 'default', body: put[1]?.detail },
    ]);
  });

  test('that is no news asks nobody', async () => {
    const never = async () => expect.unreachable();

    await tellNews(outlets({ putEvents: never, queue: { ...queue, send: never } }), [recordOf([])]);
  });

  test('goes only where the deployment says', async () => {
    await tellNews(outlets({ putEvents: null }), [recordOf([version])]);
    await tellNews(outlets({ notifies: false }), [recordOf([lift])]);

    expect(queued.map(({ id }) => id)).toEqual([version.id]);
    expect(put.map(({ type }) => type)).toEqual([lift.type]);
  });

  test('that cannot be read is a dead letter, and holds up nothing behind it', async () => {
    await tellNews(outlets(), [recordOf(UNREADABLE, 'e7'), recordOf([version])]);

    expect(givenUp).toEqual([{ id: 'e7', subject: 'unreadable', body: expect.any(String) }]);
    expect(JSON.parse(givenUp[0]?.body ?? '')).toEqual({
      unreadable: { pk: { S: 'PIPELINE#x' } },
      change: '7',
      error: 'Error: it has no number',
    });
    expect(queued.map(({ id }) => id)).toEqual([version.id]);
  });

  test.each(['putEvents', 'send', 'giveUp'] as const)('comes again where %s fails', async (failing) => {
    const fails = async () => Promise.reject(new Error('down'));
    const broken = failing === 'putEvents' ? { putEvents: fails } : { queue: { ...queue, [failing]: fails } };

    const telling = tellNews(outlets(broken), [recordOf(UNREADABLE), recordOf([version])]);

    await expect(telling).rejects.toThrow('down');
  });
});

describe('a message of the queue', () => {
  const NOW = Date.parse('2026-05-06T12:00:00Z');
  const messageOf = (news: News, { attempt = 1, ageMs = 0 } = {}): SQSRecord =>
    sqsRecord({
      messageId: news.id,
      receiptHandle: `receipt of ${news.id}`,
      body: JSON.stringify(presentNews(news)),
      attributes: localAttributes(attempt, NOW - ageMs),
    });
  const failed = (...news: readonly News[]) => ({
    batchItemFailures: news.map(({ id }) => ({ itemIdentifier: id })),
  });
  const told: NewsEvent[] = [];
  const down = async () => Promise.reject(new Error('it answered with status 503'));
  const take = async (event: NewsEvent) => void told.push(event);
  const delivery = { queue, now: () => new Date(NOW), random: () => 1 };
  beforeEach(() => {
    told.length = 0;
    vi.spyOn(console, 'warn').mockReturnValue();
    vi.spyOn(console, 'error').mockReturnValue();
  });

  test('is done once the service has taken it', async () => {
    const answer = await deliverNotices({ ...delivery, notify: take }, [messageOf(version)]);

    expect(answer).toEqual(failed());
    expect(told).toEqual([presentNews(version)]);
    expect(postponed).toEqual([]);
  });

  test('that is not taken comes again later, and nothing behind it is told before', async () => {
    const notify = async (event: NewsEvent) => (event.id === lift.id ? down() : take(event));

    const answer = await deliverNotices({ ...delivery, notify }, [
      messageOf(version),
      messageOf(lift, { attempt: 3 }),
      messageOf(version),
    ]);

    expect(answer).toEqual(failed(lift, version));
    expect(told).toHaveLength(1);
    expect(postponed).toEqual([[`receipt of ${lift.id}`, 20]]);
  });

  test('that was not taken for a day is a dead letter', async () => {
    const last = { attempt: 99, ageMs: GIVEN_UP_AFTER_MS - 1 };
    const old = { attempt: 100, ageMs: GIVEN_UP_AFTER_MS };
    const deliver = (age: typeof old) =>
      deliverNotices({ ...delivery, notify: down }, [messageOf(version, age)]);

    expect(await deliver(last)).toEqual(failed(version));
    expect(givenUp).toEqual([]);
    expect(await deliver(old)).toEqual(failed());
    expect(givenUp.map(({ body }) => JSON.parse(body))).toEqual([presentNews(version)]);
  });

  test('comes again where it cannot be given up', async () => {
    const broken = { ...queue, giveUp: down };
    const message = messageOf(version, { ageMs: GIVEN_UP_AFTER_MS });

    await expect(deliverNotices({ ...delivery, queue: broken, notify: down }, [message])).rejects.toThrow();
  });

  test('is never given up where nothing takes dead letters', async () => {
    const message = messageOf(version, { ageMs: GIVEN_UP_AFTER_MS });

    expect(await deliverNotices({ ...delivery, queue: null, notify: down }, [message])).toEqual(
      failed(version),
    );
  });

  test('waits longer each time, up to a quarter of an hour, and a day of it fits the queue', () => {
    const pauses = Array.from({ length: 200 }, (_, index) => pauseSeconds(index + 1, 0));

    expect([1, 2, 3, 8, 9, 100].map((attempt) => pauseSeconds(attempt, 1))).toEqual([
      5, 10, 20, 640, 900, 900,
    ]);
    expect(pauseSeconds(1, 0)).toBe(3);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(86_400);
  });
});
