// The first SIGINT or SIGTERM stops cleanly, a later one exits at once. Used by service/main.ts and servers/main.ts.

export interface StopperDeps {
  readonly stop: () => Promise<void>;
  readonly exit: (code: number) => void;
  /** In milliseconds. */
  readonly now: () => number;
}

/** Under npm one Ctrl-C arrives twice, from the terminal and from npm (@npmcli/run-script, signal-manager.js). */
const SAME_KEY_PRESS_MS = 300;
const INTERRUPTED = 130;

export function createStopper({ stop, exit, now }: StopperDeps): () => void {
  let stoppingSince: number | undefined;
  return () => {
    if (stoppingSince === undefined) {
      stoppingSince = now();
      stop().then(
        () => exit(0),
        (error: unknown) => {
          console.error(error);
          exit(1);
        },
      );
    } else if (now() - stoppingSince > SAME_KEY_PRESS_MS) {
      exit(INTERRUPTED);
    }
  };
}

/** From now on Ctrl-C stops the server, even while it starts, and ends the process. */
export function stopOnSignals<T>(starting: Promise<T>, stop: (started: T) => Promise<void>): void {
  const onSignal = createStopper({
    now: Date.now,
    exit: process.exit,
    stop: async () => {
      console.log('Stopping; press Ctrl-C again to stop at once.');
      // The program that waits for the start reports its failure.
      const started = await starting.catch(() => undefined);
      if (started !== undefined) await stop(started);
    },
  });
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
}
