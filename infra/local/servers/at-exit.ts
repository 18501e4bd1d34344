// Tasks for the end of this process, however it ends (except by SIGKILL): servers die with it, and half-made installs
// and temporary state are removed.

const tasks = new Set<() => void>();
let listening = false;

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The task must be synchronous. Returns how to call it off. */
export function atExit(task: () => void): () => void {
  if (!listening) listen();
  tasks.add(task);
  return () => tasks.delete(task);
}

function listen(): void {
  listening = true;
  process.once('exit', () => {
    for (const task of tasks) task();
  });
  // A signal without a listener ends a process without its 'exit' event.
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (process.listenerCount(signal) === 1) process.exit(128 + number);
    });
  }
}
