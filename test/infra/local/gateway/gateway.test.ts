import { describe, expect, test, vi } from 'vitest';
import { MAX_BODY_BYTES, startGateway } from '../../../../infra/local/gateway/gateway.ts';
import { MAX_ANSWER_BYTES } from '../../../../infra/local/gateway/invoke.ts';
import { exchange } from '../support/exchange.ts';
import { ROUTES, useGateway } from '../support/running-gateway.ts';
import { isOpen, openSocket, sendAndHangUp } from '../support/sockets.ts';

const GET = { target: '/echo' };

describe('replies', () => {
  test('a handler’s status, headers and body arrive', async () => {
    const { url } = await useGateway({
      echo: async () => ({
        statusCode: 201,
        headers: { Location: '/x', 'X-Both': 'single', 'content-type': 'text/plain' },
        multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'], 'X-Both': ['multi'] },
        body: 'é',
      }),
    });

    const reply = await exchange(url, GET);

    expect(reply).toMatchObject({ status: 201, body: 'é' });
    expect(reply.headers).toMatchObject({
      location: '/x',
      'content-type': 'text/plain',
      'content-length': '2',
      'set-cookie': ['a=1', 'b=2'],
      'x-both': 'multi',
      'x-amzn-requestid': expect.any(String),
    });
  });

  test('a base64 body arrives as its bytes', async () => {
    const { url } = await useGateway({
      echo: async () => ({ statusCode: 200, body: 'AAH/', isBase64Encoded: true }),
    });

    const reply = await fetch(`${url}/echo`);

    expect([...(await reply.bytes())]).toEqual([0, 1, 255]);
  });

  test('a reply without a body has none', async () => {
    const { url } = await useGateway({ echo: async () => ({ statusCode: 304, body: '' }) });

    expect(await exchange(url, GET)).toMatchObject({ status: 304, body: '' });
  });

  test('each call gets a context of its own', async () => {
    const { url } = await useGateway({
      echo: async (_, context) => ({
        statusCode: 200,
        body: `${context.functionName} ${context.awsRequestId} ${context.getRemainingTimeInMillis() <= 29_000}`,
      }),
    });

    const bodies = await Promise.all([exchange(url, GET), exchange(url, GET)]);

    expect(bodies[0]?.body).toMatch(/^echo [0-9a-f-]{36} true$/);
    expect(bodies[0]?.body).not.toBe(bodies[1]?.body);
  });
});

describe('errors of its own', () => {
  test.each([
    ['throws', async () => Promise.reject(new Error('boom'))],
    ['returns no status', async () => ({ body: 'x' }) as never],
    [
      'returns a header that HTTP cannot carry',
      async () => ({ statusCode: 200, headers: { a: 'b\nc' }, body: '' }),
    ],
  ])('a handler that %s is a 503 in the envelope, and the cause is on stderr', async (_, echo) => {
    const stderr = vi.spyOn(console, 'error').mockReturnValue();
    const { url } = await useGateway({ echo });

    const reply = await exchange(url, GET);

    expect(reply.status).toBe(503);
    expect(JSON.parse(reply.body).error).toMatchObject({
      code: 'UNAVAILABLE',
      type: 'UNAVAILABLE',
      request_id: reply.headers['x-amzn-requestid'],
    });
    expect(stderr).toHaveBeenCalledWith(expect.any(String), expect.any(Error));
    stderr.mockRestore();
  });

  test('an answer of all that Lambda carries arrives, one byte more is a 503', async () => {
    const stderr = vi.spyOn(console, 'error').mockReturnValue();
    const empty = Buffer.byteLength(JSON.stringify({ statusCode: 200, body: '' }));
    const { url } = await useGateway({
      echo: async ({ queryStringParameters }) => ({
        statusCode: 200,
        body: 'a'.repeat(MAX_ANSWER_BYTES - empty + Number(queryStringParameters?.more)),
      }),
    });

    const fits = await exchange(url, { target: '/echo?more=0' });
    const refused = await exchange(url, { target: '/echo?more=1' });

    expect(fits.status).toBe(200);
    expect(refused.status).toBe(503);
    expect(JSON.parse(refused.body).error.code).toBe('UNAVAILABLE');
    expect(String(stderr.mock.calls[0]?.[1])).toContain('more than the 6291556 that Lambda carries');
    stderr.mockRestore();
  });

  test('a handler that cannot be loaded keeps the gateway from starting', async () => {
    const loadHandler = () => Promise.reject(new Error('broken import'));

    await expect(startGateway({ port: 0, routes: ROUTES, loadHandler })).rejects.toThrow('broken import');
  });
});

describe('bodies', () => {
  const exact = Buffer.alloc(MAX_BODY_BYTES, 'a');
  const tooMuch = Buffer.alloc(MAX_BODY_BYTES + 1, 'a');

  test('10 MB are taken', async () => {
    const { url } = await useGateway({
      echo: async ({ body }) => ({
        statusCode: 200,
        body: String(Buffer.from(body ?? '', 'base64').length),
      }),
    });

    const reply = await exchange(url, { ...GET, method: 'POST', body: exact });

    expect(reply).toMatchObject({ status: 200, body: String(MAX_BODY_BYTES) });
  });

  test.each([
    ['announced', {}],
    ['sent in chunks', { 'Transfer-Encoding': 'chunked' }],
  ])('more than 10 MB, %s, are refused with 413 and reach no handler', async (_, headers) => {
    const echo = vi.fn();
    const { url } = await useGateway({ echo });

    const reply = await exchange(url, { ...GET, method: 'POST', headers, body: tooMuch });

    expect(reply.status).toBe(413);
    expect(JSON.parse(reply.body).error).toMatchObject({
      code: 'BODY_TOO_LARGE',
      type: 'VALIDATION',
      request_id: reply.headers['x-amzn-requestid'],
    });
    expect(echo).not.toHaveBeenCalled();
  });
});

test('a web page of another origin is kept out before any handler is called', async () => {
  const { url } = await useGateway();

  const { status, body } = await exchange(url, { ...GET, headers: { Origin: 'https://example.com' } });

  expect(status).toBe(403);
  expect(JSON.parse(body).error).toMatchObject({ code: 'FORBIDDEN', type: 'AUTHORIZATION' });
});

describe('clients that hang up', () => {
  test('in the middle of their request they reach no handler and harm nobody', async () => {
    const { url } = await useGateway();

    await sendAndHangUp(url, 'POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nabc');
    await sendAndHangUp(url, 'GET /ec');
    await sendAndHangUp(url, 'nonsense\r\n\r\n');

    expect((await exchange(url, GET)).status).toBe(200);
  });

  test('before the reply they harm nobody', async () => {
    const called = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { url } = await useGateway({
      'no-route': async () => {
        called.resolve();
        await release.promise;
        return { statusCode: 200, body: 'late' };
      },
    });
    const socket = await openSocket(url);
    socket.write('GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    await called.promise;

    socket.resetAndDestroy();
    release.resolve();

    expect((await exchange(url, GET)).status).toBe(200);
  });
});

describe('closing', () => {
  test('lets a running request finish, cuts off one that is still being sent, and frees the port', async () => {
    const called = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const gateway = await useGateway({
      echo: async () => {
        called.resolve();
        await release.promise;
        return { statusCode: 200, body: 'done' };
      },
    });
    const unfinished = await openSocket(gateway.url);
    unfinished.write('POST /echo HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\nabc');
    const reply = fetch(`${gateway.url}/echo`).then((response) => response.text());
    await called.promise;

    const closed = gateway.close();
    release.resolve();

    expect(await reply).toBe('done');
    await closed;
    expect(await isOpen(gateway.url)).toBe(false);
  });
});
