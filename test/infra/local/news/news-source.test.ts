// What the local service finds in its feed, and tells: the feed here is a list in memory.
import type { APIGatewayProxyEvent, SQSEvent } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import type { ProxyHandler, QueueHandler } from '../../../../infra/local/lambda/handlers.ts';
import { startNewsSource } from '../../../../infra/local/news/news-source.ts';
import { newDir } from '../support/new-dir.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 4, 5) + seconds * 1_000).toISOString();

/** Events sort by time, as in the feed. */
const event = (seconds: number) => ({ id: `e${seconds}`, time: at(seconds), pipeline: 'default/silver/p' });

/** `lag`: how many reads of the first page still see the events as they were at the start. */
function feedOf(seconds: number[], { lag = 0 } = {}) {
  const stale = [...seconds];
  const reads: number[] = [];
  let fresh = 0;
  const handler: ProxyHandler = async ({ queryStringParameters: query }: APIGatewayProxyEvent) => {
    const limit = Number(query?.limit);
    const from = Number(query?.cursor ?? 0);
    reads.push(from);
    // The first read is that of the start.
    if (from === 0) fresh += 1;
    const seen = fresh > 1 + lag ? seconds : stale;
    const events = seen.toSorted((one, other) => other - one).map(event);
    const next_cursor = from + limit < events.length ? String(from + limit) : null;
    return {
      statusCode: 200,
      body: JSON.stringify({ events: events.slice(from, from + limit), next_cursor }),
    };
  };
  return { seconds, reads, loadHandler: async () => handler };
}

async function start(feed: ReturnType<typeof feedOf>) {
  const told: string[] = [];
  let changed = Promise.withResolvers<void>();
  const handler: QueueHandler = async ({ Records }: SQSEvent) => {
    for (const { body } of Records) told.push(JSON.parse(body).id);
    changed.resolve();
    changed = Promise.withResolvers<void>();
    return { batchItemFailures: [] };
  };
  const { wake, close } = await startNewsSource({
    dataDir: await newDir(),
    ...feed,
    handler,
    name: 'deliver-news',
    keptIn: 'news',
  });
  onTestFinished(close);
  return {
    wake,
    async toldOf(count: number) {
      while (told.length < count) await changed.promise;
      return told;
    },
  };
}

test('a burst of more than a page is told whole, oldest first', async () => {
  const feed = feedOf([1, 2, 3]);
  const { wake, toldOf } = await start(feed);

  const burst = Array.from({ length: 450 }, (_, n) => 10 + n);
  feed.seconds.push(...burst);
  wake();

  expect(await toldOf(450)).toEqual(burst.map((second) => `e${second}`));
});

test('what a clock that was set back puts below known events is told, once', async () => {
  const feed = feedOf([100, 101, 102]);
  const { wake, toldOf } = await start(feed);

  feed.seconds.push(50);
  wake();
  await toldOf(1);
  feed.seconds.push(103);
  wake();

  expect(await toldOf(2)).toEqual(['e50', 'e103']);
});

test('a change that the index shows later is found without another change', async () => {
  const feed = feedOf([1], { lag: 1 });
  const { wake, toldOf } = await start(feed);

  feed.seconds.push(2);
  wake();

  expect(await toldOf(1)).toEqual(['e2']);
});

test('one page is read for a change, however long the feed is', async () => {
  const feed = feedOf(Array.from({ length: 3_000 }, (_, second) => second));
  const { wake, toldOf } = await start(feed);
  const before = feed.reads.length;

  feed.seconds.push(5_000);
  wake();
  await toldOf(1);

  expect(before).toBe(5);
  expect(new Set(feed.reads.slice(before))).toEqual(new Set([0]));
});
