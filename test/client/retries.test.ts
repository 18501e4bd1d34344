// What is repeated, when, and what is not. The pauses are recorded, not waited for.
import { describe, expect, test } from 'vitest';
import { createClient } from '../../client/client.ts';
import { ApiError, Unreachable } from '../../client/errors.ts';
import { pipeline, samples } from './support/samples.ts';
import { refusal, tinyServer } from './support/tiny-server.ts';

const path = { namespace: 'tests', layer: 'silver', name: 'orders' } as const;
const file = { ...path, path: 'pipeline.sql' };
const published = { status: 201, body: samples.publishVersion };
const done = { status: 200, body: pipeline };

function clientOf(url: string) {
  const pauses: number[] = [];
  const wait = async (milliseconds: number) => void pauses.push(milliseconds);
  return { client: createClient({ baseUrl: url, retry: { wait, random: () => 1 } }), pauses };
}

describe('a publish', () => {
  test('whose answer was lost is sent again with the same key', async () => {
    const { url, received } = await tinyServer('drop', 'drop', published);
    const { client, pauses } = clientOf(url);

    const { body } = await client.publishVersion({ path, body: { message: 'One' } });

    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(body.version_number).toBe(1);
    expect(keys).toHaveLength(3);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(pauses).toEqual([400, 800]);
  });

  test('has a key of its own for every call, or the one that is given', async () => {
    const { url, received } = await tinyServer(published);
    const { client } = clientOf(url);

    for (const headers of [{}, {}, { 'IDEMPOTENCY-KEY': 'release-1' }])
      await client.publishVersion({ path, body: { message: 'One' }, headers });

    const keys = received.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys).size).toBe(3);
    expect(keys[2]).toBe('release-1');
  });

  test('that is refused for good is sent once', async () => {
    const { url, received } = await tinyServer(refusal(409, 'VERSION_CONFLICT', { 'Retry-After': '1' }));

    const refused = clientOf(url).client.publishVersion({ path, body: { message: 'One' } });

    await expect(refused).rejects.toMatchObject({
      status: 409,
      code: 'VERSION_CONFLICT',
      retryAfter: 1,
      attempts: 1,
    });
    expect(received).toHaveLength(1);
  });
});

describe('429 and 503', () => {
  test('are repeated after as many seconds as the server asks for', async () => {
    const { url, received } = await tinyServer(
      refusal(429, 'THROTTLED', { 'Retry-After': '2' }),
      refusal(503, 'UNAVAILABLE', { 'Retry-After': new Date(Date.now() + 10_000).toUTCString() }),
      done,
    );
    const { client, pauses } = clientOf(url);

    await client.getPipeline({ path });

    expect(received).toHaveLength(3);
    expect(pauses[0]).toBe(2_000);
    expect(pauses[1]).toBeGreaterThan(8_000);
    expect(pauses[1]).toBeLessThanOrEqual(10_000);
  });

  test('of a load balancer, without our envelope, are repeated as well', async () => {
    const { url, received } = await tinyServer({ status: 503, body: '<html>' }, done);

    await clientOf(url).client.getPipeline({ path });

    expect(received).toHaveLength(2);
  });

  test('are handed on at once if the server asks for more time than anybody would wait', async () => {
    const { url, received } = await tinyServer(refusal(503, 'UNAVAILABLE', { 'Retry-After': '3600' }));

    await expect(clientOf(url).client.getPipeline({ path })).rejects.toMatchObject({ retryAfter: 3600 });

    expect(received).toHaveLength(1);
  });

  test('end in the last refusal, which says how often it was tried', async () => {
    const { url, received } = await tinyServer(refusal(503, 'UNAVAILABLE'));

    await expect(clientOf(url).client.getPipeline({ path })).rejects.toMatchObject({
      attempts: 5,
      requestId: 'r-1',
    });

    expect(received).toHaveLength(5);
  });
});

describe('an edit of a file', () => {
  const body = new TextEncoder().encode('SELECT 1');

  test.each(['If-Match', 'If-None-Match'])(
    'with %s is repeated: it cannot undo what others did',
    async (name) => {
      const { url, received } = await tinyServer('drop', refusal(412, 'PRECONDITION_FAILED'));

      const refused = clientOf(url).client.putFile({ path: file, body, headers: { [name]: '"e"' } });

      await expect(refused).rejects.toMatchObject({ status: 412, attempts: 2 });
      expect(received.map(({ body: sent }) => sent)).toEqual(['SELECT 1', 'SELECT 1']);
    },
  );

  test('without a condition is not repeated', async () => {
    const { url, received } = await tinyServer('drop');
    const { client } = clientOf(url);

    await expect(client.putFile({ path: file, body })).rejects.toThrow(Unreachable);
    await expect(client.deleteFile({ path: file })).rejects.toThrow(Unreachable);

    expect(received.map(({ method }) => method)).toEqual(['PUT', 'DELETE']);
  });
});

test('a restore is not repeated: it has no key, and somebody may have edited meanwhile', async () => {
  const { url, received } = await tinyServer('drop');

  await expect(clientOf(url).client.restoreDraft({ path, body: { version: 1 } })).rejects.toThrow(
    Unreachable,
  );

  expect(received).toHaveLength(1);
});

test('a service that is not there is unreachable, in a sentence with the reason', async () => {
  const { url } = await tinyServer('drop');
  const { client, pauses } = clientOf(url.replace(/\d+$/, '9'));

  await expect(client.getPipeline({ path })).rejects.toThrow(
    /^http:\/\/127.0.0.1:9 cannot be reached \(.+\)\.$/,
  );

  expect(pauses).toHaveLength(4);
});

test('a server that never answers is unreachable after the time limit', async () => {
  const { url } = await tinyServer('hang');
  const client = createClient({ baseUrl: url, timeout: 50, retry: { retries: 0 } });

  await expect(client.getPipeline({ path })).rejects.toThrow(`${url} cannot be reached (it took too long).`);
});

test('an answer of something else is not taken for ours', async () => {
  const { url, received } = await tinyServer(
    { status: 404, body: 'Not here' },
    { status: 200, body: '<html>' },
  );
  const { client } = clientOf(url);

  await expect(client.getPipeline({ path })).rejects.toThrow(/answered 404, but not as this service does/);
  await expect(client.getPipeline({ path })).rejects.toThrow(/answered 200, but not as this service does/);

  expect(received).toHaveLength(2);
});

test('an abort ends a request that runs, and one that waits for its next try, with its own reason', async () => {
  const { url } = await tinyServer('hang');
  const { url: busy, received } = await tinyServer(refusal(503, 'UNAVAILABLE', { 'Retry-After': '20' }));
  const reason = new Error('Enough');
  const stop = new AbortController();
  const client = createClient({ baseUrl: busy });

  const running = createClient({ baseUrl: url }).getPipeline({ path, signal: stop.signal });
  const waiting = client.getPipeline({ path, signal: stop.signal });
  await expect.poll(() => received.length).toBe(1);
  stop.abort(reason);

  await expect(running).rejects.toBe(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(received).toHaveLength(1);
});

test('every attempt is signed anew, with all that is sent', async () => {
  const { url, received } = await tinyServer(refusal(503, 'UNAVAILABLE'), published);
  let signed = 0;
  const client = createClient({
    baseUrl: `${url}/v1/`,
    sign: async ({ headers, method, url }) => ({
      ...headers,
      authorization: `${++signed} ${method} ${url.pathname}`,
    }),
    retry: { wait: async () => {} },
  });

  await client.publishVersion({ path, body: { message: 'One' } });

  const target = '/v1/api/v1/pipelines/tests/silver/orders/publish';
  expect(received.map(({ headers }) => headers.authorization)).toEqual([
    `1 POST ${target}`,
    `2 POST ${target}`,
  ]);
  expect(received[1]?.headers['content-type']).toBe('application/json');
});

test('errors of the service are ApiError, whatever else they carry', async () => {
  const { url } = await tinyServer(refusal(404, 'PIPELINE_NOT_FOUND'));

  await expect(clientOf(url).client.getPipeline({ path })).rejects.toThrow(ApiError);
});

test.each(['Failed to fetch', 'Load failed', 'NetworkError when attempting to fetch resource.'])(
  'a browser’s “%s” is left out, since it says nothing',
  async (message) => {
    const fetch = () => Promise.reject(new TypeError(message));
    const browser = createClient({ baseUrl: 'http://127.0.0.1:9', fetch, retry: { retries: 0 } });

    await expect(browser.getPipeline({ path })).rejects.toThrow(/^http:\/\/127.0.0.1:9 cannot be reached\.$/);
  },
);
