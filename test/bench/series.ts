// What one operation of one case measured.
import type { CpuClock } from './cpu-clock.ts';
import type { CountRequests, RequestCounts } from './minio-requests.ts';

export interface Series {
  readonly name: string;
  /** In milliseconds, of the requests that succeeded. */
  readonly latencies: readonly number[];
  /** In milliseconds, of the service's process, for each of the latencies; empty where nothing says it. */
  readonly cpu: readonly number[];
  /** What each failed request answered. */
  readonly errors: readonly string[];
  /** Wall time in seconds, where requests ran side by side. */
  readonly seconds?: number;
  /** What the S3 server counted for all the latencies together. */
  readonly requests?: RequestCounts;
  /** The name of the series beside which this one, of another way to the same end, is to be read. */
  readonly beside?: string;
}

export interface Recorder {
  /** Runs and times one request. A failure becomes one of the errors, which fail the bench in the end. */
  time(request: () => Promise<unknown>): Promise<void>;
  series(name: string, seconds?: number): Series;
}

/** What is read before and after each request, outside of its time. */
export interface Meters {
  readonly countRequests?: CountRequests | undefined;
  readonly cpuClock?: CpuClock | undefined;
}

/** With meters, requests must come one at a time. */
export function createRecorder({ countRequests, cpuClock }: Meters = {}): Recorder {
  const latencies: number[] = [];
  const cpu: number[] = [];
  const errors: string[] = [];
  const requests: Record<string, number> = {};

  function add(before: RequestCounts, after: RequestCounts): void {
    for (const [name, count] of Object.entries(after)) {
      const made = count - (before[name] ?? 0);
      if (made > 0) requests[name] = (requests[name] ?? 0) + made;
    }
  }

  return {
    async time(request) {
      const before = await countRequests?.();
      const usedBefore = cpuClock?.();
      const start = performance.now();
      try {
        await request();
        latencies.push(performance.now() - start);
      } catch (error) {
        errors.push(String(error));
        return;
      }
      if (cpuClock && usedBefore !== undefined) cpu.push(cpuClock() - usedBefore);
      if (before && countRequests) add(before, await countRequests());
    },
    series: (name, seconds) => ({
      name,
      latencies,
      cpu,
      errors,
      ...(seconds !== undefined && { seconds }),
      ...(countRequests && { requests }),
    }),
  };
}

/** One list of series per round, each in the order in which its round measured. */
export type Rounds = readonly (readonly Series[])[];
