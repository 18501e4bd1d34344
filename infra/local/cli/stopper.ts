// What a signal does: the first stops cleanly, a later one exits at once. Used by main.ts.

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
