// Loaded before a program (node --import): ends it by SIGKILL right before its KILL_AT-th change of the file system,
// so that a test can go through all moments at which it may die.
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const STEPS = ['mkdir', 'open', 'writeFile', 'symlink', 'rename', 'rmdir', 'rm'] as const;

let left = Number(process.env.KILL_AT);

for (const step of STEPS) {
  const original = promises[step] as (...args: unknown[]) => Promise<unknown>;
  const counted = (...args: unknown[]) => {
    left -= 1;
    if (left === 0) process.kill(process.pid, 'SIGKILL');
    return original(...args);
  };
  Object.assign(promises, { [step]: counted });
}
syncBuiltinESMExports();
