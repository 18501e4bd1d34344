// A program and all that it has started, if that stays in the program's group: LocalStack is patched so that it does.
import type { ChildProcess } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

const STOP_MS = 20_000;
const KILLED_MS = 5_000;
const POLL_MS = 20;

/** Resolves when nothing of the group runs. What takes longer than 20 s is killed. */
export async function stopGroup(leader: ChildProcess): Promise<void> {
  // To the leader alone, which knows in which order to end the others: LocalStack would restart its DynamoDB.
  leader.kill('SIGTERM');
  if (!(await isGone(leader, STOP_MS))) await endGroup(leader);
}

/** The same without letting anything finish its work. */
export async function endGroup(leader: ChildProcess): Promise<void> {
  killGroup(leader);
  await isGone(leader, KILLED_MS);
}

export function killGroup(leader: ChildProcess): void {
  signalGroup(leader, 'SIGKILL');
}

async function isGone(leader: ChildProcess, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  while (signalGroup(leader, 0)) {
    if (Date.now() > deadline) return false;
    await setTimeout(POLL_MS);
  }
  return true;
}

/** Whether any process received it. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // macOS answers EPERM where only zombies are left.
    if (code === 'ESRCH' || code === 'EPERM') return false;
    throw error;
  }
}
