// The requests by which events leave: to EventBridge, to a FIFO queue, and to a web service.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ChangeMessageVisibilityCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createPutEvents } from '../../../functions/adapters/eventbridge/put-events.ts';
import { createNoticeQueue } from '../../../functions/adapters/sqs/notice-queue.ts';
import { createNotifier } from '../../../functions/adapters/webhook/notifier.ts';
import { wireNews } from '../../../functions/wiring/news.ts';
import { NOTIFY_SECRET, startReceiver } from '../../support/webhook-receiver.ts';

const events = mockClient(EventBridgeClient);
const sqs = mockClient(SQSClient);
beforeEach(() => {
  events.reset();
  sqs.reset();
});
afterAll(() => {
  events.restore();
  sqs.restore();
});

const SETTINGS = { region: 'eu-west-1' };

describe('EventBridge', () => {
  const put = createPutEvents('team', SETTINGS);
  const event = (n: number) => ({
    type: 'version.published',
    time: new Date(n),
    resources: ['arn:table'],
    detail: `{"n":${n}}`,
  });

  test('gets ten events in a request, with the type as the detail’s type', async () => {
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

    await put(Array.from({ length: 11 }, (_, n) => event(n)));

    const sent = events.commandCalls(PutEventsCommand).map(({ args: [{ input }] }) => input.Entries ?? []);
    expect(sent.map(({ length }) => length)).toEqual([10, 1]);
    expect(sent[1]).toEqual([
      {
        EventBusName: 'team',
        Source: 'pipeline-versioning',
        DetailType: 'version.published',
        Time: new Date(10),
        Resources: ['arn:table'],
        Detail: '{"n":10}',
      },
    ]);
  });

  test('that takes some of them alone is an error with its reason', async () => {
    const Entries = [{ EventId: '1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'too many' }];
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries });

    await expect(put([event(1), event(2)])).rejects.toThrow('1 events were not taken: too many');
  });
});

describe('the queue', () => {
  const QUEUE = 'https://sqs.example/news.fifo';
  const DEAD = 'https://sqs.example/dead.fifo';
  const queue = createNoticeQueue({ queueUrl: QUEUE, deadLettersUrl: DEAD }, SETTINGS);
  const notice = (id: string, subject: string) => ({ id, subject, body: `{"id":"${id}"}` });
  const sent = () => sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input);

  test('gets a group for each subject, whatever the length of its name, and each id once', async () => {
    const long = `${'n'.repeat(128)}/silver/${'p'.repeat(128)}`;

    await queue.send([notice('a', 'x'), notice('b', long), notice('c', 'x')]);

    const groups = new Map(sent().map((input) => [input.MessageDeduplicationId, input.MessageGroupId]));
    expect(groups.get('a')).toBe(groups.get('c'));
    expect(groups.get('a')).not.toBe(groups.get('b'));
    for (const group of groups.values()) expect(group).toMatch(/^[0-9a-f]{64}$/);
    expect(sent().every(({ QueueUrl }) => QueueUrl === QUEUE)).toBe(true);
  });

  test('that refuses one is sent none behind it of the same subject', async () => {
    sqs.on(SendMessageCommand, { MessageDeduplicationId: 'b' }).rejects(new Error('busy'));

    const sending = queue.send([notice('a', 'x'), notice('b', 'x'), notice('c', 'x')]);

    await expect(sending).rejects.toThrow('busy');
    expect(sent().map(({ MessageDeduplicationId: id }) => id)).toEqual(['a', 'b']);
  });

  test('hides what is postponed, and has another for what is given up', async () => {
    await queue.postpone('receipt', 900);
    await queue.giveUp(notice('a', 'x'));

    expect(sqs.commandCalls(ChangeMessageVisibilityCommand)[0]?.args[0].input).toEqual({
      QueueUrl: QUEUE,
      ReceiptHandle: 'receipt',
      VisibilityTimeout: 900,
    });
    expect(sent()).toMatchObject([{ QueueUrl: DEAD, MessageBody: '{"id":"a"}' }]);
  });
});

describe('the web service', () => {
  const EVENT = { id: 'e1', type: 'version.published', time: '2026-05-05T12:00:00.000Z', message: 'Größer' };
  const notifierAt = (url: string, more: object = {}) =>
    createNotifier({ url, readSecrets: async () => [NOTIFY_SECRET], ...more });

  test('gets the event in the envelope of Standard Webhooks, under its id', async () => {
    const receiver = await startReceiver(() => 200);

    await notifierAt(receiver.url)(EVENT);

    expect(receiver.received).toEqual([
      { id: 'e1', type: 'version.published', timestamp: EVENT.time, data: EVENT },
    ]);
  });

  test.each([201, 204, 299])('takes the event by %i', async (status) => {
    const receiver = await startReceiver(() => status);

    await expect(notifierAt(receiver.url)(EVENT)).resolves.toBeUndefined();
  });

  test.each([302, 400, 410, 500, 503])('does not by %i', async (status) => {
    const receiver = await startReceiver(() => status);

    await expect(notifierAt(receiver.url)(EVENT)).rejects.toThrow(`status ${status}`);
  });

  test('that takes it and goes on talking is not listened to', async () => {
    const receiver = await startReceiver((_, response) => {
      response.writeHead(200);
      response.write('a beginning without an end');
      return undefined;
    });

    await expect(notifierAt(receiver.url)(EVENT)).resolves.toBeUndefined();
  });

  test('that hangs is left', async () => {
    const receiver = await startReceiver(() => undefined);

    await expect(notifierAt(receiver.url, { timeoutMs: 50 })(EVENT)).rejects.toThrow('within 0.05 s');
  });

  test('that is not there is an error', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');

    await expect(notifierAt(`http://127.0.0.1:${port}/`)(EVENT)).rejects.toThrow('could not be reached');
  });
});

describe('the environment', () => {
  const URL = 'https://hooks.example.com/';

  test.each([
    ['a bus alone', { NEWS_EVENT_BUS: 'default', NEWS_DEAD_LETTERS_URL: 'https://sqs/dead' }, true, false],
    ['a queue', { NEWS_QUEUE_URL: 'https://sqs/q', NEWS_DEAD_LETTERS_URL: 'https://sqs/d' }, false, true],
  ])('with %s', (_, variables, hasBus, notifies) => {
    const outlets = wireNews(variables).outlets();

    expect(outlets.putEvents !== null).toBe(hasBus);
    expect(outlets.notifies).toBe(notifies);
  });

  test('names what is missing', () => {
    expect(() => wireNews({}).outlets()).toThrow('NEWS_DEAD_LETTERS_URL');
    expect(() => wireNews({}).delivery()).toThrow('NEWS_NOTIFY_URL');
    expect(() => wireNews({ NEWS_NOTIFY_URL: URL }).delivery()).toThrow('NEWS_NOTIFY_SECRET');
    expect(() => wireNews({ NEWS_NOTIFY_URL: 'ftp://hooks' })).toThrow('NEWS_NOTIFY_URL');
  });

  test('without a queue, nothing is given up', () => {
    const variables = { NEWS_NOTIFY_URL: URL, NEWS_NOTIFY_SECRET: NOTIFY_SECRET };

    expect(wireNews(variables).delivery().queue).toBeNull();
  });
});
