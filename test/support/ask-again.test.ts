import { expect, test } from 'vitest';
import { askAgain, withKey } from './ask-again.ts';
import type { HttpAnswer, HttpRequest } from './exchange.ts';

/** Answers 503 so often, then 200. */
function busy(times: number) {
  const asked: HttpRequest[] = [];
  const ask = async (request: HttpRequest): Promise<HttpAnswer> => {
    asked.push(request);
    return { status: asked.length > times ? 200 : 503, headers: {}, bytes: Buffer.alloc(0) };
  };
  return { asked, ask };
}

test.each([
  { method: 'GET', target: '/' },
  { method: 'PUT', target: '/' },
  { method: 'DELETE', target: '/' },
  { method: 'POST', target: '/', headers: ['Idempotency-Key', 'k'] },
])('$method that is safe to repeat is asked again, as it was', async (request) => {
  const { asked, ask } = busy(2);

  expect((await askAgain(request, ask)).status).toBe(200);
  expect(asked).toEqual([request, request, request]);
});

test('what might be done twice is asked once', async () => {
  const { asked, ask } = busy(1);

  expect(
    (await askAgain({ method: 'POST', target: '/', headers: ['X', 'idempotency-key'] }, ask)).status,
  ).toBe(503);
  expect(asked).toHaveLength(1);
});

test('a service that stays busy is believed in the end', async () => {
  const { asked, ask } = busy(99);

  expect((await askAgain({ method: 'GET', target: '/' }, ask)).status).toBe(503);
  expect(asked).toHaveLength(5);
});

test('a request is given a key of its own unless it has one', () => {
  const own = withKey(['X', 'idempotency-key']);

  expect(own).toEqual(['X', 'idempotency-key', 'Idempotency-Key', expect.any(String)]);
  expect(withKey([])[1]).not.toBe(own[3]);
  expect(withKey(['idempotency-key', ''])).toEqual(['idempotency-key', '']);
});
