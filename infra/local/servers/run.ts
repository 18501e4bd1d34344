// Runs a program to its end, for the installs.
import { type SpawnOptionsWithoutStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { atExit } from './at-exit.ts';
import { logTail } from './log-tail.ts';

/** Rejects with the end of its output if it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: Pick<SpawnOptionsWithoutStdio, 'cwd' | 'env'>,
): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const callOff = atExit(() => child.kill());
  const log = logTail([child.stdout, child.stderr]);
  const [code, signal] = await once(child, 'close').finally(callOff);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} fails (${signal ?? code}):${log}`);
}
