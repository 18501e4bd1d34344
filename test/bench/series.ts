// What one operation of one case measured.

export interface Series {
  readonly name: string;
  /** In milliseconds, of the requests that succeeded. */
  readonly latencies: readonly number[];
  /** What each failed request answered. */
  readonly errors: readonly string[];
  /** Wall time in seconds, where requests ran side by side. */
  readonly seconds?: number;
}

export interface Recorder {
  /** Runs and times one request. A failure becomes one of the errors, which fail the bench in the end. */
  time(request: () => Promise<unknown>): Promise<void>;
  series(name: string, seconds?: number): Series;
}

export function createRecorder(): Recorder {
  const latencies: number[] = [];
  const errors: string[] = [];
  return {
    async time(request) {
      const start = performance.now();
      try {
        await request();
        latencies.push(performance.now() - start);
      } catch (error) {
        errors.push(String(error));
      }
    },
    series: (name, seconds) => ({ name, latencies, errors, ...(seconds !== undefined && { seconds }) }),
  };
}
