import { expect, test } from 'vitest';
import { cpuClockOf } from './cpu-clock.ts';

test.runIf(process.platform === 'linux')('the clock goes on with the CPU that a process uses', () => {
  const clock = cpuClockOf(process.pid);
  const before = clock?.() ?? Number.NaN;
  const { user: began } = process.cpuUsage();
  while (process.cpuUsage().user - began < 50_000) JSON.stringify(Array.from({ length: 100 }));

  expect((clock?.() ?? Number.NaN) - before).toBeGreaterThan(40);
});

test.skipIf(process.platform === 'linux')('other systems do not say it', () => {
  expect(cpuClockOf(process.pid)).toBeUndefined();
});
