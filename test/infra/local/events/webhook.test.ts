// The webhook through the gateway, as MinIO calls it.
import type { S3EventRecord } from 'aws-lambda';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startEventDelivery } from '../../../../infra/local/events/event-delivery.ts';
import { openEventLog } from '../../../../infra/local/events/event-log.ts';
import { createWebhook } from '../../../../infra/local/events/webhook.ts';
import { startEventsListener, startGateway } from '../../../../infra/local/gateway/gateway.ts';
import { exchange, type Outgoing } from '../support/exchange.ts';
import { newDir } from '../support/new-dir.ts';
import { createQueueHandler } from '../support/queue-handler.ts';

const KEY = 'default/pipelines/silver/orders/two+words.sql';
const recordOf = (key: string) =>
  ({
    eventName: 's3:ObjectCreated:Put',
    eventTime: '2026-01-02T03:04:05.678Z',
    s3: { bucket: { name: 'pipelines' }, object: { key } },
  }) as S3EventRecord;
const EVENT = { EventName: 's3:ObjectCreated:Put', Key: `pipelines/${KEY}`, Records: [recordOf(KEY)] };
const POST: Outgoing = {
  method: 'POST',
  target: '/_events/s3',
  headers: { authorization: 'Bearer the-token' },
  body: JSON.stringify(EVENT),
};

async function useWebhook() {
  const log = await openEventLog(await newDir());
  const webhook = createWebhook({ token: 'the-token', log });
  const loadHandler = async () => async () => ({ statusCode: 404, body: 'the API' });
  const gateway = await startGateway({ port: 0, routes: [], loadHandler, webhook });
  onTestFinished(async () => {
    await gateway.close();
    await log.close();
  });
  const waiting = async () => (await log.outbox.read(0, 10)).map(({ record }) => record);
  return { url: gateway.url, webhook, log, waiting };
}

const codeOf = (body: string) => JSON.parse(body).error.code;

test('an event reaches the handler in the shape that a queue gives it', async () => {
  const { handler, batches } = createQueueHandler();
  const { url, log } = await useWebhook();

  const { status } = await exchange(url, POST);

  await startEventDelivery({ outbox: log.outbox, handler }).idle();
  expect(status).toBe(200);
  expect(batches).toHaveLength(1);
  const [record] = batches[0]?.event.Records ?? [];
  expect(JSON.parse(record?.body ?? '')).toEqual({ Records: EVENT.Records });
  expect(record).toMatchObject({ eventSource: 'aws:sqs', awsRegion: 'us-east-1' });
});

test.each([
  ['none', {}],
  ['another', { authorization: 'Bearer the-tokem' }],
  ['one of another kind', { authorization: 'Basic the-token' }],
  ['the bare word', { authorization: 'the-token' }],
])('with %s for a token it is refused with 401 and dropped', async (_, headers) => {
  const { url, waiting } = await useWebhook();

  const { status, body, headers: answered } = await exchange(url, { ...POST, headers });

  expect([status, codeOf(body), answered['www-authenticate']]).toEqual([401, 'UNAUTHENTICATED', 'Bearer']);
  expect(await waiting()).toEqual([]);
});

test.each([
  ['no JSON', 'no JSON'],
  ['nothing', ''],
  ['no object', '[]'],
  ['null', 'null'],
  ['no records', '{}'],
  ['a record that is none', '{"Records":[{}]}'],
  ['a null record', '{"Records":[null]}'],
  ['a record without a time', '{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}'],
])('a body that is %s is refused with 400 and dropped', async (_, body) => {
  const { url, waiting } = await useWebhook();

  const reply = await exchange(url, { ...POST, body });

  expect([reply.status, codeOf(reply.body)]).toEqual([400, 'INVALID_REQUEST']);
  expect(await waiting()).toEqual([]);
});

test('other methods are refused with 405', async () => {
  const { url } = await useWebhook();

  const { status, headers } = await exchange(url, { ...POST, method: 'PUT' });

  expect([status, headers.allow]).toEqual([405, 'POST']);
});

test('a body that is too large is refused with 413', async () => {
  const { url } = await useWebhook();

  const { status } = await exchange(url, { ...POST, body: Buffer.alloc(11 * 1024 * 1024) });

  expect(status).toBe(413);
});

test('503 asks for the event again when it cannot be stored', async () => {
  const { url, log } = await useWebhook();
  await log.close();
  const reported = vi.spyOn(console, 'error').mockReturnValue();

  const { status, body } = await exchange(url, POST);

  expect([status, codeOf(body)]).toEqual([503, 'UNAVAILABLE']);
  expect(reported).toHaveBeenCalledOnce();
  reported.mockRestore();
});

test('events that came side by side are handled in batches, each once', async () => {
  const { url, log } = await useWebhook();
  const keys = Array.from({ length: 40 }, (_, n) => `default/pipelines/silver/orders/${n}.sql`);
  const post = (key: string) =>
    exchange(url, { ...POST, body: JSON.stringify({ Records: [recordOf(key)] }) });

  await Promise.all(keys.map(post));
  const noted = createQueueHandler();
  await startEventDelivery({ outbox: log.outbox, handler: noted.handler }).idle();

  expect(noted.keys()).toHaveLength(1);
  expect(noted.keys().flat().toSorted()).toEqual(keys.toSorted());
  expect(await log.outbox.read(0, 100)).toEqual([]);
});

test('events that were taken are handled after a crash, and numbered on', async () => {
  const dataDir = await newDir();
  const before = await openEventLog(dataDir);
  await before.append([recordOf('1'), recordOf('2')]);
  await before.outbox.acknowledge([1]);
  await before.close();

  const after = await openEventLog(dataDir);
  onTestFinished(() => after.close());
  await after.append([recordOf('3')]);

  const waiting = await after.outbox.read(0, 10);
  expect(waiting.map(({ sequence, record }) => [sequence, record.s3.object.key])).toEqual([
    [2, '2'],
    [3, '3'],
  ]);
});

test('it can be reached under the name that a container knows this machine by, the API cannot', async () => {
  const { url } = await useWebhook();
  const host = 'host.docker.internal:8080';

  const event = await exchange(url, { ...POST, headers: { ...POST.headers, host } });
  const api = await exchange(url, { target: '/api/v1/pipelines', headers: { host } });

  expect([event.status, api.status]).toEqual([200, 403]);
});

test('a listener of its own takes events and nothing else', async () => {
  const { webhook, waiting } = await useWebhook();
  const listener = await startEventsListener('127.0.0.1', 0, webhook);
  onTestFinished(() => listener.close());

  const event = await exchange(listener.url, POST);
  const api = await exchange(listener.url, { target: '/api/v1/pipelines' });

  expect([event.status, api.status, codeOf(api.body)]).toEqual([200, 404, 'ROUTE_NOT_FOUND']);
  expect(await waiting()).toEqual(EVENT.Records);
});
