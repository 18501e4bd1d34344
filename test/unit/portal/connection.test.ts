// Whether the service is reached, by requests that overlap: the newest that has ended says it.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isReachable, onConnectionChange, watchedFetch } from '../../../portal/service/connection.ts';

const lost = () => new TypeError('Failed to fetch');
let open: PromiseWithResolvers<Response>[] = [];

beforeEach(async () => {
  vi.stubGlobal('fetch', () => {
    const answer = Promise.withResolvers<Response>();
    open.push(answer);
    return answer.promise;
  });
  const first = begin();
  first.answer.resolve(new Response());
  await first.ended;
});
afterEach(() => {
  vi.unstubAllGlobals();
  open = [];
});

function begin() {
  const ended = watchedFetch('/').catch(() => undefined);
  return { answer: open.at(-1) as PromiseWithResolvers<Response>, ended };
}

test('an answer to what was sent before the connection was lost does not bring it back', async () => {
  const [older, newer] = [begin(), begin()];

  newer.answer.reject(lost());
  await newer.ended;
  older.answer.resolve(new Response());
  await older.ended;

  expect(isReachable()).toBe(false);
});

test('so the next answer is a change, upon which what failed loads again', async () => {
  const [older, newer] = [begin(), begin()];
  newer.answer.reject(lost());
  await newer.ended;
  older.answer.resolve(new Response());
  await older.ended;
  const changes: boolean[] = [];
  const stop = onConnectionChange(() => changes.push(isReachable()));

  const last = begin();
  last.answer.resolve(new Response());
  await last.ended;
  stop();

  expect(changes).toEqual([true]);
});

test('a failure of what was sent before an answer came does not lose the connection', async () => {
  const [older, newer] = [begin(), begin()];

  newer.answer.resolve(new Response());
  await newer.ended;
  older.answer.reject(lost());
  await older.ended;

  expect(isReachable()).toBe(true);
});
