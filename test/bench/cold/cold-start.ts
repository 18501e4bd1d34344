// One cold start: a new process loads the runtime client, that loads the function, and the function answers an event.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { atExit } from '../../../infra/local/servers/at-exit.ts';
import { logTail } from '../../../infra/local/servers/log-tail.ts';
import { startRuntimeApi } from '../../support/runtime-api.ts';
import { cpuClockOf } from '../cpu-clock.ts';
import type { FirstEvent } from './first-events.ts';

export interface ColdStart extends FirstEvent {
  readonly name: string;
  /** All that the process gets. */
  readonly variables: Readonly<Record<string, string>>;
}

/** In milliseconds from the start of the process. */
export interface ColdTimes {
  /** When the function was loaded and asked for its first event. */
  readonly init: number;
  readonly firstAnswer: number;
  /** CPU time of the process until then; left out where nothing says it. */
  readonly cpu?: number | undefined;
}

const TIMEOUT_MS = 30_000;

/** Rejects with the answer unless that is a success, and with the log if there is none. */
export async function measureColdStart(clientFile: string, start: ColdStart): Promise<ColdTimes> {
  const api = await startRuntimeApi();
  const answer = api.invoke(start.event);
  const env = { ...start.variables, AWS_LAMBDA_RUNTIME_API: api.address };
  const began = performance.now();
  const since = () => performance.now() - began;
  const child = spawn(process.execPath, [clientFile], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const callOff = atExit(() => child.kill('SIGKILL'));
  const log = logTail([child.stdout, child.stderr]);
  const closed = once(child, 'close');
  const ended = closed.then(([code, signal]) => {
    throw new Error(`${start.name} ended (${signal ?? code}) before it answered:${log}`);
  });
  try {
    const timed = answer.then((value) => ({ value, firstAnswer: since(), cpu: cpuOf(child) }));
    const measured = Promise.all([api.ready.then(since), timed]);
    const [init, { value, firstAnswer, cpu }] = await Promise.race([measured, ended]);
    if (start.isSuccess(value)) return { init, firstAnswer, cpu };
    throw new Error(`${start.name} answered ${JSON.stringify(value)}:${log}`);
  } finally {
    child.kill('SIGKILL');
    await closed;
    callOff();
    await api.close();
  }
}

function cpuOf({ pid }: ChildProcess): number | undefined {
  return pid === undefined ? undefined : cpuClockOf(pid)?.();
}
