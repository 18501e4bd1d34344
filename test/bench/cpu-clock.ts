// How much CPU time a process has used so far, all of its threads together, garbage collection and compilers included.
import { readdirSync, readFileSync } from 'node:fs';

/** In milliseconds. */
export type CpuClock = () => number;

/** Linux alone says it of another process; elsewhere there is no clock. Threads that have ended are not in it. */
export function cpuClockOf(pid: number): CpuClock | undefined {
  if (process.platform !== 'linux') return undefined;
  const tasks = `/proc/${pid}/task`;
  return () =>
    readdirSync(tasks).reduce((sum, task) => sum + nanoseconds(`${tasks}/${task}/schedstat`), 0) / 1e6;
}

/** The first of three numbers: https://docs.kernel.org/scheduler/sched-stats.html */
function nanoseconds(file: string): number {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return 0; // the thread has ended since it was listed
  }
}
