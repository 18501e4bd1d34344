// Polling as requests: what is received, handed over in one batch, and deleted. With a real queue: given-servers.real.ts.
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startQueuePolling } from '../../../../infra/local/events/queue-polling.ts';
import type { QueueHandler } from '../../../../infra/local/lambda/handlers.ts';
import { createQueueHandler } from '../support/queue-handler.ts';

const queue = {
  url: 'http://queue',
  arn: 'arn:aws:sqs:eu-west-1:000000000000:changes',
  endpoint: 'http://sqs',
};
const RETRY = 'Error: throttled';

function message(key: string): Message {
  return {
    MessageId: `id of ${key}`,
    ReceiptHandle: `receipt of ${key}`,
    Body: JSON.stringify({ Records: [{ s3: { object: { key } } }] }),
    Attributes: { ApproximateReceiveCount: '2' },
  };
}

/** A queue that gives out its messages once, ten at a time, and then nothing. */
function usePolling(keys: readonly string[], handler: QueueHandler, failures = 0) {
  const client = new SQSClient({ region: 'us-east-1' });
  const sqs = mockClient(client);
  const waiting = keys.map(message);
  const empty = Promise.withResolvers<void>();
  let left = failures;
  sqs.on(ReceiveMessageCommand).callsFake(async ({ WaitTimeSeconds }) => {
    if (left-- > 0) throw new Error('throttled');
    const Messages = waiting.splice(0, 10);
    // A long poll that brings nothing means that all before it has been dealt with.
    if (Messages.length === 0 && WaitTimeSeconds > 0) {
      empty.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { Messages };
  });
  sqs.on(DeleteMessageBatchCommand).resolves({ Successful: [], Failed: [] });
  const report = vi.fn<(line: string) => void>();
  const pause = vi.fn(async () => {});
  const polling = startQueuePolling({ sqs: client, queue, handler, report, pause });
  onTestFinished(() => polling.close());
  const deleted = () =>
    sqs
      .commandCalls(DeleteMessageBatchCommand)
      .map(({ args: [{ input }] }) => input.Entries?.map(({ ReceiptHandle }) => ReceiptHandle));
  return { allDealtWith: empty.promise, deleted, report, pause, polling };
}

const receipts = (keys: readonly string[]) => keys.map((key) => `receipt of ${key}`);
const keysTo = (count: number) => Array.from({ length: count }, (_, n) => `${n}.sql`);

test('all that waits is one batch, and what is done is deleted, ten at a time', async () => {
  const noted = createQueueHandler();
  const { allDealtWith, deleted } = usePolling(keysTo(25), noted.handler);

  await allDealtWith;

  expect(noted.keys()).toEqual([keysTo(25)]);
  const all = receipts(keysTo(25));
  expect(deleted()).toEqual([all.slice(0, 10), all.slice(10, 20), all.slice(20)]);
});

test('a record is what SQS hands to a function', async () => {
  const noted = createQueueHandler();
  const { allDealtWith } = usePolling(['a.sql'], noted.handler);

  await allDealtWith;

  expect(noted.batches[0]?.event.Records).toEqual([
    {
      messageId: 'id of a.sql',
      receiptHandle: 'receipt of a.sql',
      body: '{"Records":[{"s3":{"object":{"key":"a.sql"}}}]}',
      attributes: { ApproximateReceiveCount: '2' },
      messageAttributes: {},
      md5OfBody: expect.stringMatching(/^[0-9a-f]{32}$/),
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: 'eu-west-1',
    },
  ]);
});

test('what the handler reports as failed is not deleted', async () => {
  const { handler } = createQueueHandler(() => ['1.sql']);
  const { allDealtWith, deleted, report } = usePolling(keysTo(3), handler);

  await allDealtWith;

  expect(deleted()).toEqual([receipts(['0.sql', '2.sql'])]);
  expect(report).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('fails for 1 messages'));
});

test.each<[string, QueueHandler]>([
  ['throws', () => Promise.reject(new Error('no table'))],
  ['names a message that it was not given', async () => ({ batchItemFailures: [{ itemIdentifier: 'x' }] })],
])('nothing is deleted when the handler %s', async (_, handler) => {
  const { allDealtWith, deleted, report } = usePolling(keysTo(3), handler);

  await allDealtWith;

  expect(deleted()).toEqual([]);
  expect(report).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('fails for 3 messages'));
});

test('a queue that does not answer is asked again after growing pauses, and reported once', async () => {
  const noted = createQueueHandler();
  const { allDealtWith, pause, report } = usePolling(['a.sql'], noted.handler, 3);

  await allDealtWith;

  expect(noted.keys()).toEqual([['a.sql']]);
  expect(pause.mock.calls.map(([attempt]: readonly unknown[]) => attempt)).toEqual([1, 2, 3]);
  expect(report).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(RETRY));
});

test('closing waits for the batch in flight, and deletes what it has done', async () => {
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const { handler } = createQueueHandler(async () => {
    begun.resolve();
    await finish.promise;
    return [];
  });
  const { deleted, polling } = usePolling(['a.sql'], handler);
  await begun.promise;

  const closed = polling.close();
  finish.resolve();
  await closed;

  expect(deleted()).toEqual([receipts(['a.sql'])]);
});
