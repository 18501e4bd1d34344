// Loaded before a service (node --import) whose standard input is a pipe from the tests: when they are gone, however they
// ended, it removes its data and ends.
import { rmSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

// Threads of the service load this, too, and have another standard input.
if (isMainThread) {
  process.stdin.resume().once('close', () => {
    rmSync(String(process.env.REMOVED_WITH_TESTS), { recursive: true, force: true });
    process.exit();
  });
}
