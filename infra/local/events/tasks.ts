// Runs work in the background, and waits for all of it.

export interface Tasks {
  run(task: Promise<void>): void;
  /** Also waits for the tasks that are started meanwhile. */
  idle(): Promise<void>;
}

/** A task that fails is reported; it stops no other. */
export function createTasks(report: (line: string) => void): Tasks {
  const running = new Set<Promise<void>>();
  return {
    run(task) {
      const settled = task
        .catch((error: unknown) => report(`event delivery: ${error}`))
        .finally(() => running.delete(settled));
      running.add(settled);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
