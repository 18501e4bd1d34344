// What one invocation may still do, and when its answer may leave.
import { expect, test } from 'vitest';
import { LAST_BEGIN_MS, pauseInScope, sendInScope, withinTime } from '../../functions/request-scope.ts';

const ENOUGH = () => 10_000;
const nothing = async () => 'sent';

test('the answer waits for requests that run when the work has failed', async () => {
  const running = Promise.withResolvers<void>();
  let hasAnswered = false;
  const work = async () => {
    void sendInScope(true, () => running.promise);
    throw new Error('failed');
  };

  const answer = withinTime(ENOUGH, work).finally(() => {
    hasAnswered = true;
  });
  answer.catch(() => undefined);
  await new Promise(setImmediate);
  expect(hasAnswered).toBe(false);
  running.resolve();

  await expect(answer).rejects.toThrow('failed');
});

test.each([
  ['failed', () => Promise.reject(new Error('failed'))],
  ['succeeded', () => Promise.resolve()],
])('what is left undone when the work has %s begins no request', async (_, outcome) => {
  const goOn = Promise.withResolvers<void>();
  let left: Promise<unknown> = Promise.resolve();
  const work = () => {
    left = goOn.promise.then(() => sendInScope(true, nothing));
    left.catch(() => undefined);
    return outcome();
  };

  await withinTime<unknown>(ENOUGH, work).catch(() => undefined);
  goOn.resolve();

  await expect(left).rejects.toMatchObject({ code: 'UNAVAILABLE' });
});

test('in the last second no request begins, and the refusal says whether something may be stored', async () => {
  let remaining = LAST_BEGIN_MS;
  const send = (isWrite: boolean) => () => sendInScope(isWrite, nothing);
  const within = (work: () => Promise<unknown>) => withinTime(() => remaining, work);
  const writeThen = async () => {
    remaining = LAST_BEGIN_MS + 1;
    await send(true)();
    remaining = LAST_BEGIN_MS;
    return send(false)();
  };

  await expect(within(send(true))).rejects.toThrow(/before anything was stored/);
  await expect(within(writeThen)).rejects.toThrow(/don’t know whether it was stored/);
});

test('a pause that would end in the last second does not begin', async () => {
  const pause = () => pauseInScope(1);

  await expect(withinTime(() => LAST_BEGIN_MS + 1, pause)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await withinTime(() => LAST_BEGIN_MS + 2, pause);
});

test('outside an invocation everything goes as it is', async () => {
  await expect(sendInScope(true, nothing)).resolves.toBe('sent');
  await pauseInScope(1);
});
