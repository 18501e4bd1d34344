// Functions that compute for long, beside all others.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { lambdaContext } from '../../../../infra/local/lambda/context.ts';
import { createThreadedHandler } from '../../../../infra/local/lambda/threaded-handler.ts';
import { exchange } from '../support/exchange.ts';
import { newDir } from '../support/new-dir.ts';
import { useGateway } from '../support/running-gateway.ts';

const GET = { target: '/things/a' };
const event = (path: string, body: string | null = null) => ({ path, body }) as APIGatewayProxyEvent;

function useFunction(name = 'busy-function.ts') {
  const { handler, close } = createThreadedHandler(new URL(name, import.meta.url));
  onTestFinished(close);
  return { close, call: (path: string, body?: string) => handler(event(path, body), lambdaContext('busy')) };
}

afterEach(() => vi.unstubAllEnvs());

test('requests are answered while a function computes without a pause', async () => {
  const { call } = useFunction();
  const end = join(await newDir(), 'end');
  const { url } = await useGateway({ echo: async () => ({ statusCode: 200, body: 'meanwhile' }) });

  const computing = call('/', end);
  const meanwhile = await exchange(url, GET);
  await writeFile(end, '');

  expect(meanwhile.body).toBe('meanwhile');
  expect((await computing).statusCode).toBe(200);
});

test('it finds the environment as it was at the first call, and its own name', async () => {
  const { call } = useFunction();
  vi.stubEnv('AWS_REGION', 'eu-north-1');

  expect((await call('/')).body).toBe('busy of eu-north-1');
});

test('what it throws reaches its caller alone', async () => {
  const { call } = useFunction();

  const [failed, fine] = await Promise.allSettled([call('/fail'), call('/')]);

  expect(failed).toMatchObject({ reason: { message: expect.stringContaining('as it was asked to') } });
  expect(fine.status).toBe('fulfilled');
});

test('a thread that ends fails the calls that wait for it, and the next call has another', async () => {
  const { call } = useFunction();

  await expect(call('/exit')).rejects.toThrow('its thread has ended');

  expect((await call('/')).statusCode).toBe(200);
});

test('a function that cannot be loaded fails each call, with the reason', async () => {
  const { call } = useFunction('no-such-function.ts');

  await expect(call('/')).rejects.toThrow('no-such-function.ts');
  await expect(call('/')).rejects.toThrow('no-such-function.ts');
});

test('closing ends it, whether it was called or not', async () => {
  const [idle, busy] = [useFunction(), useFunction()];
  const computing = busy.call('/', '/no/such/file');

  await Promise.all([idle.close(), busy.close()]);

  await expect(computing).rejects.toThrow('its thread has ended');
});
