// What of a server is running, as the operating system tells it.
import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import type { RunningServer } from '../../../../../infra/local/servers/spawn-server.ts';

interface Process {
  readonly pid: number;
  readonly parent: number;
}

function running(): readonly Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' }).trim().split('\n');
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , state = '']) => !state.startsWith('Z'))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}

/** All that this process, or the given one, has started and that still runs. */
export function descendants(of: number = process.pid): readonly number[] {
  const all = running();
  const children = (parents: readonly number[]): readonly number[] => {
    const found = all.filter(({ parent }) => parents.includes(parent)).map(({ pid }) => pid);
    return found.length === 0 ? [] : [...found, ...children(found)];
  };
  return children([of]);
}

export function stillRunning(pids: readonly number[]): readonly number[] {
  return running()
    .map(({ pid }) => pid)
    .filter((pid) => pids.includes(pid));
}

/** Stops a server and looks whether anything of what this process has started is left. */
export async function expectNothingAfterStop(server: RunningServer): Promise<void> {
  const before = descendants();
  expect(before).not.toEqual([]);

  await server.stop();

  expect(stillRunning(before)).toEqual([]);
  await expect(fetch(server.url)).rejects.toThrow('fetch failed');
}
