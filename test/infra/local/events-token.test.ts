import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startEventSource } from '../../../infra/local/events/event-source.ts';
import { eventsToken } from '../../../infra/local/events-token.ts';
import { startGateway } from '../../../infra/local/gateway/gateway.ts';
import { exchange } from './support/exchange.ts';
import { newDir } from './support/new-dir.ts';

test('it is the one that the user has chosen', async () => {
  const token = await eventsToken(await newDir(), { S3_EVENTS_TOKEN: 'chosen' });

  expect(token).toEqual({ value: 'chosen', isGiven: true });
});

test('without one it is random, the same after a restart, and for its user’s eyes only', async () => {
  const [one, other] = [await newDir(), await newDir()];

  const tokens = [await eventsToken(one, {}), await eventsToken(one, {}), await eventsToken(other, {})];

  expect(tokens[0]).toEqual({ value: expect.stringMatching(/^[0-9a-f]{32}$/), isGiven: false });
  expect(tokens[1]).toEqual(tokens[0]);
  expect(tokens[2]?.value).not.toBe(tokens[0]?.value);
  expect((await stat(join(one, 'events-token'))).mode & 0o777).toBe(0o600);
});

test('events with any other token are refused, and one line says what MinIO needs', async () => {
  const reported = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => reported.mockRestore());
  vi.stubEnv('S3_EVENTS_TOKEN', '');
  const source = await startEventSource({ handler: async () => undefined, dataDir: await newDir() });
  const gateway = await startGateway({
    port: 0,
    routes: [],
    loadHandler: async () => async () => ({ statusCode: 404, body: '' }),
    webhook: source.webhook,
  });
  onTestFinished(async () => {
    await gateway.close();
    await source.close();
  });
  const post = (token: string) =>
    exchange(gateway.url, {
      method: 'POST',
      target: '/_events/s3',
      headers: { authorization: `Bearer ${token}` },
      body: '{"Records":[]}',
    });

  const statuses = [(await post('local-events')).status, (await post('')).status];

  expect(statuses).toEqual([401, 401]);
  expect(reported.mock.calls.flat()).toEqual([expect.stringContaining('S3_EVENTS_TOKEN')]);
  expect((await post(source.newToken ?? '')).status).toBe(200);
});
