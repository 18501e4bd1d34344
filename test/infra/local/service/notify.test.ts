// --notify-url: a web service is told of every event, whatever happens to either side.
import { expect, test } from 'vitest';
import { until } from '../../../support/freezes.ts';
import {
  type Answering,
  NOTIFY_SECRET,
  type ReceivedEvent,
  startReceiver,
} from '../../../support/webhook-receiver.ts';
import { newDir } from '../support/new-dir.ts';
import { runToEnd, startProcess } from '../support/server-process.ts';

const DEMO = 'default/silver/clean_orders';
const OTHER = 'default/silver/other';

const start = (dataDir: string, url?: string) =>
  startProcess(dataDir, url === undefined ? [] : ['--notify-url', url], {
    LOCAL_NOTIFY_SECRET: NOTIFY_SECRET,
  });

async function send(apiUrl: string, method: string, path: string, body?: string): Promise<number> {
  const reply = await fetch(`${apiUrl}/api/v1/pipelines/${path}`, { method, ...(body && { body }) });
  return reply.status;
}
const publish = (apiUrl: string, pipeline = DEMO) =>
  send(apiUrl, 'POST', `${pipeline}/publish`, '{"message":"A version"}');
const save = (apiUrl: string, pipeline: string) =>
  send(apiUrl, 'PUT', `${pipeline}/files/pipeline.sql`, 'SELECT 1');

async function feedOf(apiUrl: string): Promise<readonly unknown[]> {
  const reply = await fetch(`${apiUrl}/api/v1/feed`);
  return ((await reply.json()) as { events: readonly unknown[] }).events;
}

const what = ({ type, data: { version_number: number } }: ReceivedEvent) => `${type} ${number}`;

test('versions and freezes arrive in their order, as the feed has them, under the ids that it has', async () => {
  const receiver = await startReceiver();
  const { apiUrl } = await start(await newDir(), receiver.url);

  await publish(apiUrl);
  await send(apiUrl, 'POST', `${DEMO}/versions/1/rollback`, '{}');
  await send(apiUrl, 'PUT', `${DEMO}/freeze`, JSON.stringify({ reason: 'Month-end', until: until(600) }));
  await send(apiUrl, 'DELETE', `${DEMO}/freeze`);
  const events = await receiver.taken(4);

  expect(events.map(what)).toEqual([
    'version.published 1',
    'version.rolled_back 2',
    'pipeline.frozen null',
    'pipeline.unfrozen null',
  ]);
  expect(events.map(({ data }) => data).toReversed()).toEqual(await feedOf(apiUrl));
  expect(events.map(({ id }) => id)).toEqual(events.map(({ data }) => data.id));
});

test('after kill -9 between publish and delivery, the events arrive under the same ids', async () => {
  let status = 503;
  const receiver = await startReceiver(() => status);
  const dataDir = await newDir();
  const first = await start(dataDir, receiver.url);
  expect([await publish(first.apiUrl), await publish(first.apiUrl)]).toEqual([201, 201]);
  const ids = (await feedOf(first.apiUrl)).map((event) => (event as { id: string }).id).toReversed();
  first.signal('SIGKILL');
  await first.ended;

  status = 200;
  await start(dataDir, receiver.url);
  const events = await receiver.taken(2);

  expect(events.map(what)).toEqual(['version.published 1', 'version.published 2']);
  expect(events.map(({ id }) => id)).toEqual(ids);
});

test('what a killed service had not yet looked for is found at the next start', async () => {
  const receiver = await startReceiver();
  const dataDir = await newDir();
  const first = await start(dataDir, receiver.url);
  await publish(first.apiUrl);
  await receiver.taken(1);
  first.signal('SIGTERM');
  await first.ended;
  const blind = await start(dataDir);
  await publish(blind.apiUrl);
  blind.signal('SIGKILL');
  await blind.ended;

  await start(dataDir, receiver.url);

  expect((await receiver.taken(2)).map(what)).toEqual(['version.published 1', 'version.published 2']);
});

test('what was there before anybody was to be told is told to nobody', async () => {
  const receiver = await startReceiver();
  const dataDir = await newDir();
  const before = await start(dataDir);
  await publish(before.apiUrl);
  before.signal('SIGTERM');
  await before.ended;

  const { apiUrl } = await start(dataDir, receiver.url);
  await publish(apiUrl);

  expect((await receiver.taken(1)).map(what)).toEqual(['version.published 2']);
  expect(receiver.received).toHaveLength(1);
});

test('a receiver that fails for a while gets each event again, in order, and no publish waits for it', async () => {
  let left = 3;
  const failing: Answering = () => (left-- > 0 ? 500 : 200);
  const receiver = await startReceiver(failing);
  const { apiUrl } = await start(await newDir(), receiver.url);

  expect([await publish(apiUrl), await publish(apiUrl)]).toEqual([201, 201]);
  await receiver.taken(2);

  expect(receiver.received.map(what)).toEqual([
    ...Array<string>(4).fill('version.published 1'),
    'version.published 2',
  ]);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(2);
});

test('a receiver that hangs over one pipeline holds up no other, no publish and no stop', async () => {
  const hanging: Answering = ({ data }) => (data.pipeline === DEMO ? undefined : 200);
  const receiver = await startReceiver(hanging);
  const { apiUrl, signal, ended } = await start(await newDir(), receiver.url);

  await save(apiUrl, OTHER);
  const statuses = [await publish(apiUrl), await publish(apiUrl), await publish(apiUrl, OTHER)];
  const [event] = await receiver.taken(1);
  signal('SIGTERM');

  expect(statuses).toEqual([201, 201, 201]);
  expect(event?.data.pipeline).toBe(OTHER);
  const hung = receiver.received.filter(({ data }) => data.pipeline === DEMO);
  expect(new Set(hung.map(what))).toEqual(new Set(['version.published 1']));
  expect(await ended).toMatchObject({ code: 0 });
});

test.each([
  ['--notify-url', 'LOCAL_NOTIFY_SECRET'],
  ['--check-url', 'LOCAL_CHECK_SECRET'],
])('%s without a good secret does not start', async (flag, variable) => {
  const run = (value: string) => runToEnd([flag, 'http://127.0.0.1:9/'], { env: { [variable]: value } });

  for (const value of ['', 'not a secret'])
    expect(await run(value)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`needs the variable ${variable}`),
    });
});
