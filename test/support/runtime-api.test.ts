// Spoken to by HTTP, as a runtime does it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

let api: RuntimeApi;

beforeEach(async () => {
  api = await startRuntimeApi();
});
afterEach(() => api.close());

const urlOf = (path: string) => `http://${api.address}/2018-06-01/runtime${path}`;
const next = () => fetch(urlOf('/invocation/next'));
const post = (path: string, body: unknown) =>
  fetch(urlOf(path), { method: 'POST', body: JSON.stringify(body) });

function idOf({ headers }: Response): string {
  return headers.get('lambda-runtime-aws-request-id') ?? '';
}

test('an event waits for the runtime, and its answer goes to whoever sent it', async () => {
  const answer = api.invoke({ question: 'ä' });

  const invocation = await next();
  const taken = await post(`/invocation/${idOf(invocation)}/response`, { statusCode: 200 });

  expect(await invocation.json()).toEqual({ question: 'ä' });
  expect(taken.status).toBe(202);
  expect(await answer).toEqual({ statusCode: 200 });
});

test('a runtime waits for an event, and is ready as soon as it waits', async () => {
  const asked = next();
  await api.ready;

  const answer = api.invoke('late');
  const invocation = await asked;
  await post(`/invocation/${idOf(invocation)}/response`, 'answered');

  expect(await invocation.json()).toBe('late');
  expect(await answer).toBe('answered');
});

test('an event says by when it wants its answer, and from which function', async () => {
  void api.invoke({});

  const { headers } = await next();

  expect(Number(headers.get('lambda-runtime-deadline-ms'))).toBeGreaterThan(Date.now());
  expect(headers.get('lambda-runtime-invoked-function-arn')).toMatch(/^arn:aws:lambda:/);
});

test('events are handed out one after another, in the order in which they came', async () => {
  const answers = Promise.all([api.invoke(1), api.invoke(2)]);

  for (const expected of [1, 2]) {
    const invocation = await next();
    expect(await invocation.json()).toBe(expected);
    await post(`/invocation/${idOf(invocation)}/response`, expected * 10);
  }

  expect(await answers).toEqual([10, 20]);
});

test("a function's error is the invocation's", async () => {
  const failure = expect(api.invoke({})).rejects.toThrow('the function failed: {"errorMessage":"no"}');

  const invocation = await next();
  const taken = await post(`/invocation/${idOf(invocation)}/error`, { errorMessage: 'no' });

  expect(taken.status).toBe(202);
  await failure;
});

test('a function that does not start fails every invocation, before and after', async () => {
  const does = 'the function does not start: {"errorMessage":"no module"}';
  const before = expect(api.invoke({})).rejects.toThrow(does);

  await post('/init/error', { errorMessage: 'no module' });

  await before;
  await expect(api.ready).rejects.toThrow(does);
  await expect(api.invoke({})).rejects.toThrow(does);
});

test('answers to nothing and paths that are no part of it are refused', async () => {
  expect((await post('/invocation/unknown/response', {})).status).toBe(400);
  expect((await post('/elsewhere', {})).status).toBe(404);
});
