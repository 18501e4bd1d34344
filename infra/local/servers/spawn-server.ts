// Starts a server's program, waits until it answers, and takes it down again with all that it has started.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { atExit } from './at-exit.ts';
import { type LogTail, logTail } from './log-tail.ts';
import { endGroup, killGroup, stopGroup } from './process-group.ts';

/** A server in a process of its own. */
export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Resolves when no process of it is left. Repeating it is harmless. */
  stop(): Promise<void>;
}

export interface ServerProgram {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Besides `PASSED_ON`. No other variable of this process reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** The answer that it gives once it can be used. */
  readonly health: { readonly path: string; readonly status: number };
  /** Whether it may be killed, since it has nothing to save. */
  readonly disposable?: boolean;
}

const PASSED_ON = ['PATH', 'HOME', 'LANG', 'XDG_CACHE_HOME'];
const START_MS = 60_000;
const POLL_MS = 50;

/** Rejects with the end of the program's log if it ends by itself or does not answer within a minute. */
export async function spawnServer(program: ServerProgram): Promise<RunningServer> {
  const { name, command, args, cwd, url } = program;
  const passedOn = Object.fromEntries(PASSED_ON.map((variable) => [variable, process.env[variable]]));
  const env = { ...passedOn, ...program.env };
  // In a group of its own, so that a Ctrl-C of the terminal does not reach it before we have stopped using it.
  const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const log = logTail([child.stdout, child.stderr]);
  const callOff = atExit(() => killGroup(child));
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (program.disposable ? endGroup(child) : stopGroup(child)).finally(callOff);
    return stopping;
  };

  try {
    await untilHealthy(program, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  child.once('exit', () => {
    if (stopping !== undefined) return;
    console.error(`${name} has ended by itself (${endOf(child)}):${log}`);
    killGroup(child);
    callOff();
  });
  return { url, stop };
}

async function untilHealthy(program: ServerProgram, child: ChildProcess, log: LogTail): Promise<void> {
  const spawned = new Promise<never>((_, reject) => child.once('error', reject));
  await Promise.race([spawned, poll(program, child, log)]);
}

async function poll({ name, url, health }: ServerProgram, child: ChildProcess, log: LogTail) {
  const deadline = Date.now() + START_MS;
  while (!(await answers(url + health.path, health.status))) {
    if (hasEnded(child)) throw new Error(`${name} does not start (${endOf(child)}):${log}`);
    if (Date.now() > deadline) throw new Error(`${name} does not answer within ${START_MS / 1000} s:${log}`);
    await setTimeout(POLL_MS);
  }
}

async function answers(url: string, status: number): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.status === status;
  } catch {
    // Not listening yet.
    return false;
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function endOf({ exitCode, signalCode }: ChildProcess): string {
  return signalCode ?? `exit code ${exitCode}`;
}
