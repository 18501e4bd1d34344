// A progress bar on stderr. Pipes and logs get none.
import { SingleBar } from 'cli-progress';

export interface Progress {
  start(total: number): void;
  increment(): void;
  stop(): void;
}

export function createProgress(isWatched: boolean): Progress {
  if (!isWatched) return { start() {}, increment() {}, stop() {} };
  const bar = new SingleBar({
    format: '{bar} {value}/{total} files',
    clearOnComplete: true,
    hideCursor: null,
  });
  return {
    start: (total) => bar.start(total, 0),
    increment: () => bar.increment(),
    stop: () => bar.stop(),
  };
}
