import { describe, expect, test } from 'vitest';
import { startEventDelivery } from '../../../../infra/local/events/event-delivery.ts';
import type { Rest } from '../../../../infra/local/events/rest.ts';
import { pauseMs } from '../../../../infra/local/events/retry-pause.ts';
import { createMemoryOutbox } from '../support/memory-outbox.ts';
import { createQueueHandler } from '../support/queue-handler.ts';

const keys = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);
const noPause = async () => undefined;
const quiet = () => undefined;

/** Retries wait until the test lets them go. */
function createGate() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const pause = (_: number, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      if (signal.aborted) reject(signal.reason);
      opened.then(resolve, reject);
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  return { pause, open };
}

describe('what the handler gets', () => {
  test('an event comes as an SQS message with an S3 notification in it', async () => {
    const outbox = createMemoryOutbox();
    const { handler, batches } = createQueueHandler();
    outbox.append('a/b c.sql');

    await startEventDelivery({ outbox, handler }).idle();

    const [record] = batches[0]?.event.Records ?? [];
    expect(record).toMatchObject({
      messageId: 'event-1',
      receiptHandle: expect.any(String),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: String(Date.parse('2026-01-02T03:04:05.678Z')),
      },
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: expect.stringMatching(/^arn:aws:sqs:us-east-1:/),
    });
    expect(JSON.parse(record?.body ?? '')).toMatchObject({
      Records: [{ eventSource: 'aws:s3', s3: { object: { key: 'a/b c.sql' } } }],
    });
    expect(outbox.waiting()).toEqual([]);
  });

  test('all that waits comes in batches of a thousand', async () => {
    const outbox = createMemoryOutbox();
    const { handler, keys: delivered } = createQueueHandler();
    outbox.append(...keys(2_500));

    await startEventDelivery({ outbox, handler }).idle();

    expect(delivered().map((batch) => batch.length)).toEqual([1_000, 1_000, 500]);
    expect(new Set(delivered().flat()).size).toBe(2_500);
  });

  test('what comes during a delivery goes together into the next', async () => {
    const outbox = createMemoryOutbox();
    const { handler, keys: delivered } = createQueueHandler((_, call) => {
      if (call === 1) outbox.append(...keys(300));
      return [];
    });
    const delivery = startEventDelivery({ outbox, handler });

    outbox.append('first');
    await delivery.idle();

    expect(delivered().map((batch) => batch.length)).toEqual([1, 300]);
    expect(outbox.waiting()).toEqual([]);
  });

  test('what comes while it rests goes together into the next', async () => {
    const outbox = createMemoryOutbox();
    const { handler, keys: delivered } = createQueueHandler();
    const resting = Promise.withResolvers<void>();
    const rested = Promise.withResolvers<void>();
    let deliveries = 0;
    const rest: Rest = {
      async over() {
        if (deliveries === 0) return;
        resting.resolve();
        await rested.promise;
      },
      async after(delivery) {
        deliveries += 1;
        await delivery();
      },
    };
    const delivery = startEventDelivery({ outbox, handler, rest });
    outbox.append('first');
    await delivery.idle();

    outbox.append('second');
    await resting.promise;
    outbox.append('third');
    rested.resolve();
    await delivery.idle();

    expect(delivered()).toEqual([['first'], ['second', 'third']]);
  });

  test('a close does not wait for the end of a rest', async () => {
    const outbox = createMemoryOutbox();
    const { handler, keys: delivered } = createQueueHandler();
    const resting = Promise.withResolvers<void>();
    const rest: Rest = {
      over: (signal) => {
        resting.resolve();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
      },
      after: (delivery) => delivery(),
    };
    outbox.append('waits');
    const delivery = startEventDelivery({ outbox, handler, rest });
    await resting.promise;

    await delivery.close();

    expect(delivered()).toEqual([]);
    expect(outbox.waiting()).toEqual(['waits']);
  });
});

describe('failures', () => {
  test('only what the handler names is delivered again, until it is done', async () => {
    const outbox = createMemoryOutbox();
    const { handler, keys: delivered, batches } = createQueueHandler((_, call) => (call < 4 ? ['bad'] : []));
    outbox.append('good', 'bad', 'fine');

    await startEventDelivery({ outbox, handler, pause: noPause, report: quiet }).idle();

    expect(delivered()).toEqual([['good', 'bad', 'fine'], ['bad'], ['bad'], ['bad']]);
    const counts = batches.map(({ event }) => event.Records[0]?.attributes.ApproximateReceiveCount);
    expect(counts).toEqual(['1', '2', '3', '4']);
    expect(new Set(batches.slice(1).map(({ event }) => event.Records[0]?.messageId))).toEqual(
      new Set(['event-2']),
    );
    expect(outbox.waiting()).toEqual([]);
  });

  test('an event is acknowledged only after the handler is done with it', async () => {
    const outbox = createMemoryOutbox();
    const seen: (readonly string[])[] = [];
    const { handler } = createQueueHandler(() => {
      seen.push(outbox.waiting());
      return [];
    });
    outbox.append('a', 'b');

    await startEventDelivery({ outbox, handler }).idle();

    expect(seen).toEqual([['a', 'b']]);
  });

  test('new events do not wait for those that fail', async () => {
    const outbox = createMemoryOutbox();
    const gate = createGate();
    const failed = Promise.withResolvers<void>();
    const { handler, keys: delivered } = createQueueHandler((batch, call) => (call === 1 ? batch : []));
    outbox.append('bad');
    const delivery = startEventDelivery({
      outbox,
      handler,
      pause: gate.pause,
      report: () => failed.resolve(),
    });
    await failed.promise;

    const laterDone = outbox.acknowledged('later');
    outbox.append('later');
    await laterDone;
    expect(outbox.waiting()).toEqual(['bad']);
    gate.open();
    await delivery.idle();

    expect(delivered()).toEqual([['bad'], ['later'], ['bad']]);
    expect(outbox.waiting()).toEqual([]);
  });

  test('one event that makes the handler throw stops no other of its batch', async () => {
    const outbox = createMemoryOutbox();
    let mended = false;
    const { handler } = createQueueHandler((batch) => {
      if (batch.includes('poison') && !mended) throw new Error('boom');
      return [];
    });
    outbox.append(...keys(40), 'poison', ...keys(40));
    const othersDone = outbox.acknowledged(...keys(40));
    const delivery = startEventDelivery({ outbox, handler, pause: yieldTurn, report: quiet });

    await othersDone;
    expect(outbox.waiting()).toEqual(['poison']);
    mended = true;
    await delivery.idle();

    expect(outbox.waiting()).toEqual([]);
  });

  test('a message that the handler was not given fails the whole batch, as Lambda has it', async () => {
    const outbox = createMemoryOutbox();
    let calls = 0;
    const handler = async () => {
      calls += 1;
      return { batchItemFailures: calls === 1 ? [{ itemIdentifier: 'who?' }] : [] };
    };
    outbox.append('a');

    await startEventDelivery({ outbox, handler, pause: noPause, report: quiet }).idle();

    expect(calls).toBe(2);
  });

  test('an event that keeps failing is reported once', async () => {
    const outbox = createMemoryOutbox();
    const lines: string[] = [];
    const { handler } = createQueueHandler((batch, call) => (call < 6 ? batch : []));
    outbox.append('p/bad.sql');

    await startEventDelivery({ outbox, handler, pause: noPause, report: (line) => lines.push(line) }).idle();

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('p/bad.sql');
  });

  test('an outbox that cannot be read is reported, and read again at the next event', async () => {
    const outbox = createMemoryOutbox();
    const { read } = outbox;
    const lines: string[] = [];
    const { handler, keys: delivered } = createQueueHandler();
    outbox.read = () => Promise.reject(new Error('disk'));
    const delivery = startEventDelivery({ outbox, handler, report: (line) => lines.push(line) });
    await delivery.idle();

    outbox.read = read;
    outbox.append('a');
    await delivery.idle();

    expect(lines).toEqual([expect.stringContaining('disk')]);
    expect(delivered()).toEqual([['a']]);
  });

  test('pauses grow twofold up to five seconds, with full jitter', () => {
    expect([1, 2, 3].map((attempt) => pauseMs(attempt, () => 1))).toEqual([200, 400, 800]);
    expect(pauseMs(50, () => 1)).toBe(5_000);
    expect(pauseMs(50, () => 0)).toBe(0);
  });
});

describe('stopping', () => {
  test('finishes what is in flight and leaves the rest for the next start', async () => {
    const outbox = createMemoryOutbox();
    const called = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = createQueueHandler(async () => {
      called.resolve();
      await release.promise;
      return [];
    });
    outbox.append('in flight');
    const delivery = startEventDelivery({ outbox, handler: first.handler });
    await called.promise;
    outbox.append('waiting');

    const closed = delivery.close();
    release.resolve();
    await closed;

    expect(outbox.waiting()).toEqual(['waiting']);
    const second = createQueueHandler();
    await startEventDelivery({ outbox, handler: second.handler }).idle();
    expect(second.keys()).toEqual([['waiting']]);
  });

  test('a close does not wait for retries that rest; they come again at the next start', async () => {
    const outbox = createMemoryOutbox();
    const { pause } = createGate();
    const failing = createQueueHandler((batch) => batch);
    outbox.append('a');
    const reported = Promise.withResolvers<void>();
    const delivery = startEventDelivery({
      outbox,
      handler: failing.handler,
      pause,
      report: () => reported.resolve(),
    });
    await reported.promise;

    await delivery.close();

    const second = createQueueHandler();
    await startEventDelivery({ outbox, handler: second.handler }).idle();
    expect(failing.keys()).toEqual([['a']]);
    expect(second.keys()).toEqual([['a']]);
  });

  test('what was not acknowledged when the process died is delivered again, whatever was delivered', async () => {
    const outbox = createMemoryOutbox();
    const called = Promise.withResolvers<void>();
    const dying = createQueueHandler(async () => {
      called.resolve();
      return new Promise<never>(() => undefined);
    });
    outbox.append('a', 'b');
    startEventDelivery({ outbox, handler: dying.handler });
    await called.promise;

    const second = createQueueHandler();
    await startEventDelivery({ outbox, handler: second.handler }).idle();

    expect(dying.keys()).toEqual([['a', 'b']]);
    expect(second.keys()).toEqual([['a', 'b']]);
  });
});

/** Lets everything else that can run do so, so that endless retries starve nobody. */
function yieldTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
