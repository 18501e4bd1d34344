import type { SQSRecord } from 'aws-lambda';
import { describe, expect, test, vi } from 'vitest';
import { DomainError } from '../../../functions/domain/errors.ts';
import { observeDrafts } from '../../../functions/events/observe-drafts.ts';
import { log } from '../../../functions/log.ts';
import { printedMetrics } from '../../support/printed-metrics.ts';
import { PIPELINE, setUpDesk } from '../usecases/desk.ts';

const BUCKET = 'pipelines';
const ORDERS = 'default/pipelines/silver/orders/';

const message = (messageId: string, ...keys: string[]) =>
  ({
    messageId,
    body: JSON.stringify({
      Records: keys.map((key) => ({ s3: { bucket: { name: BUCKET }, object: { key } } })),
    }),
  }) as SQSRecord;

const batch = (messages: readonly SQSRecord[]) => ({ messages, remaining: () => 30_000 });

test('any number of events on a pipeline are one observation', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const messages = [
    message('1', `${ORDERS}pipeline.sql`, `${ORDERS}config.yaml`),
    message('2', `${ORDERS}pipeline.sql`),
  ];

  expect(await observeDrafts(desk.deps, BUCKET, batch(messages))).toEqual({ batchItemFailures: [] });

  expect((await desk.deps.versions.readState(PIPELINE))?.revision).toBe(1);
});

test.each(['tests/quality/a+b%2Bc.sql', 'tests/quality/a%20b%2Bc.sql'])(
  'the key %s is decoded',
  async (path) => {
    const desk = setUpDesk();
    desk.save('tests/quality/a b+c.sql');

    await observeDrafts(desk.deps, BUCKET, batch([message('1', ORDERS + path)]));

    expect(await desk.deps.versions.readState(PIPELINE)).toMatchObject({ draft: { fileCount: 1 } });
  },
);

test('what is no pipeline file of this bucket is ignored, and so is a test event', async () => {
  const desk = setUpDesk();
  const other = {
    ...message('4', `${ORDERS}pipeline.sql`),
    body: message('4', `${ORDERS}pipeline.sql`).body.replace(BUCKET, 'other'),
  };
  const messages = [
    message('1', 'readme.md'),
    message('2', `${ORDERS}tests/`),
    { ...message('3'), body: '{"Event":"s3:TestEvent"}' },
    other,
  ];

  expect(await observeDrafts(desk.deps, BUCKET, batch(messages))).toEqual({ batchItemFailures: [] });

  expect(await desk.deps.versions.readState(PIPELINE)).toBeNull();
});

test('a key that cannot be read fails its message, and the rest of the message is observed', async () => {
  vi.spyOn(log, 'error').mockReturnValue();
  const desk = setUpDesk();

  const { batchItemFailures } = await observeDrafts(
    desk.deps,
    BUCKET,
    batch([message('1', '%E0%A4%A', `${ORDERS}pipeline.sql`)]),
  );

  expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
  expect(await desk.deps.versions.readState(PIPELINE)).not.toBeNull();
});

test('a moment’s trouble is waited for, longer each time, and lasting trouble fails the message', async () => {
  vi.spyOn(log, 'error').mockReturnValue();
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  const pauses: number[] = [];
  const { pause } = desk.deps.runtime;
  desk.deps.runtime.pause = (milliseconds) => {
    pauses.push(milliseconds);
    return pause(milliseconds);
  };
  const messages = [message('1', `${ORDERS}pipeline.sql`)];
  const failing = (times: number) => () => {
    if (times-- > 0) throw new DomainError('UNAVAILABLE', 'not now');
  };

  desk.meanwhile.listContent = failing(3);
  expect(await observeDrafts(desk.deps, BUCKET, batch(messages))).toEqual({ batchItemFailures: [] });
  expect(pauses.splice(0)).toEqual([250, 500, 1_000]);
  expect(await desk.deps.versions.readState(PIPELINE)).toMatchObject({ draft: { fileCount: 1 } });

  desk.meanwhile.listContent = failing(99);
  const { batchItemFailures } = await observeDrafts(desk.deps, BUCKET, batch(messages));
  expect(batchItemFailures).toEqual([{ itemIdentifier: '1' }]);
  expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000]);
});

test('a mistake is not tried again', async () => {
  vi.spyOn(log, 'error').mockReturnValue();
  const desk = setUpDesk();
  let lists = 0;
  desk.meanwhile.listContent = () => {
    lists += 1;
    throw new TypeError('no function');
  };

  const { batchItemFailures } = await observeDrafts(desk.deps, BUCKET, batch([message('1', `${ORDERS}a`)]));

  expect([batchItemFailures.length, lists]).toEqual([1, 1]);
});

test('a pipeline that fails is reported as its own messages, and the others are observed', async () => {
  vi.spyOn(log, 'error').mockReturnValue();
  const desk = setUpDesk();
  const { readState } = desk.deps.versions;
  const deps = {
    ...desk.deps,
    versions: {
      ...desk.deps.versions,
      readState: async (pipeline: typeof PIPELINE) => {
        if (pipeline.name === 'broken') throw new DomainError('THROTTLED', 'not now');
        return readState(pipeline);
      },
    },
  };
  const broken = ORDERS.replace('orders', 'broken');
  const messages = [
    message('1', `${ORDERS}a`),
    message('2', `${broken}a`),
    message('3', `${ORDERS}b`, `${broken}b`),
    { ...message('4'), body: 'no json' },
    message('5', '%E0%A4%A'),
  ];

  const { batchItemFailures } = await observeDrafts(deps, BUCKET, batch(messages));

  expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual([
    '2',
    '3',
    '4',
    '5',
  ]);
  expect(await desk.deps.versions.readState(PIPELINE)).not.toBeNull();
});

async function delaysOf(deps: ReturnType<typeof setUpDesk>['deps'], messages: readonly SQSRecord[]) {
  const environment = { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_NAMESPACE: 'PipelineVersioning' };
  const lines = await printedMetrics(environment, async () => {
    const loaded = await import('../../../functions/events/observe-drafts.ts');
    await loaded.observeDrafts(deps, BUCKET, batch(messages));
  });
  return lines.map(({ EventToFlag }) => EventToFlag);
}

describe('the delay is that of the oldest event whose draft has been observed', () => {
  const desk = setUpDesk();
  const now = new Date('2026-01-01T00:01:00Z');
  const { readState } = desk.deps.versions;
  const deps = {
    ...desk.deps,
    runtime: { ...desk.deps.runtime, now: () => now },
    versions: {
      ...desk.deps.versions,
      readState: async (pipeline: typeof PIPELINE) => {
        if (pipeline.name === 'broken') throw new DomainError('THROTTLED', 'not now');
        return readState(pipeline);
      },
    },
  };
  const sent = (secondsAgo: number, { messageId, body }: SQSRecord) =>
    ({
      messageId,
      body,
      attributes: { SentTimestamp: `${now.getTime() - secondsAgo * 1_000}` },
    }) as SQSRecord;
  const orders = (messageId: string) => message(messageId, `${ORDERS}pipeline.sql`);
  const broken = message('b', `${ORDERS.replace('orders', 'broken')}a`);

  test.each([
    ['two events of one draft', [sent(2, orders('1')), sent(5, orders('2'))], [5_000]],
    ['an older event that failed', [sent(2, orders('1')), sent(50, broken)], [2_000]],
    ['nothing but failures', [sent(50, broken)], []],
    ['an older event of no pipeline', [sent(2, orders('1')), sent(50, message('2', 'readme.md'))], [2_000]],
    ['nothing of a pipeline', [sent(50, message('2', 'readme.md'))], []],
  ])('%s', async (_, messages, delays) => {
    desk.save('pipeline.sql');

    expect(await delaysOf(deps, messages)).toEqual(delays);
  });
});
