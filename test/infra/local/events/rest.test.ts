import { expect, test } from 'vitest';
import { createRest } from '../../../../infra/local/events/rest.ts';

/** Time that passes when somebody says so. */
function createClock() {
  const slept: number[] = [];
  const clock = {
    time: 1_000,
    now: () => clock.time,
    sleep: async (ms: number) => void slept.push(ms),
    slept,
  };
  return clock;
}

const { signal } = new AbortController();

test('nobody waits before the first delivery', async () => {
  const clock = createClock();

  await createRest(clock).over(signal);

  expect(clock.slept).toEqual([]);
});

test('a rest is three times as long as its delivery, and whoever comes later waits for what is left of it', async () => {
  const clock = createClock();
  const rest = createRest(clock);
  await rest.after(async () => {
    clock.time += 100;
  });

  await rest.over(signal);
  clock.time += 299;
  await rest.over(signal);
  clock.time += 1;
  await rest.over(signal);

  expect(clock.slept).toEqual([300, 1]);
});

test('a rest lasts a second at most, however long its delivery waited for a server', async () => {
  const clock = createClock();
  const rest = createRest(clock);
  await rest.after(async () => {
    clock.time += 10_000;
  });

  await rest.over(signal);

  expect(clock.slept).toEqual([1_000]);
});

test('a rest ends when it is aborted', async () => {
  const closing = new AbortController();
  const clock = { ...createClock(), sleep: () => Promise.reject(closing.signal.reason) };
  let time = 0;
  const rest = createRest({ ...clock, now: () => time });
  await rest.after(async () => {
    time += 60_000;
  });
  closing.abort();

  await expect(rest.over(closing.signal)).resolves.toBeUndefined();
});
