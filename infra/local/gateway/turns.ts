// Requests run a few at a time, and the others wait for their turn. All at once, each one's S3 requests would wait for
// those of all others until they time out, and none would succeed.
export interface Turns {
  /** `null` if the turn came too late for a client to wait for the answer: then `task` was not begun. */
  take<T>(task: () => Promise<T>): Promise<T | null>;
}

export function createTurns(atOnce: number, mostWaitMs: number): Turns {
  const waiting: (() => void)[] = [];
  /** Those that wait among them. */
  let unfinished = 0;

  async function turn(): Promise<void> {
    unfinished += 1;
    if (unfinished > atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  }

  return {
    async take(task) {
      const came = performance.now();
      await turn();
      try {
        return performance.now() - came > mostWaitMs ? null : await task();
      } finally {
        unfinished -= 1;
        waiting.shift()?.();
      }
    },
  };
}
