// The service as a newcomer starts it: a process of its own.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { TOKEN_VARIABLE } from '../../infra/local/events-token.ts';
import { EVENTS_TOKEN, IDENTITY } from './clients.ts';

const START = join(import.meta.dirname, '../../infra/local/start.mjs');

const END_WITH_TESTS = join(import.meta.dirname, 'end-with-tests.ts');

/** With RECORD_ACCESSES, a service writes down what its functions do to S3 and DynamoDB: test/iam. */
const RECORDER =
  process.env.RECORD_ACCESSES === undefined
    ? []
    : ['--import', join(import.meta.dirname, '../iam/recorder.ts')];

type Child = ChildProcessByStdio<Writable | null, Readable, null>;

export interface LocalProcess {
  readonly apiUrl: string;
  readonly s3Url: string;
  readonly pid: number;
  /** Resolves once the process is gone, however it ended. */
  readonly ended: Promise<unknown>;
  /** Both resolve once the process is gone. */
  stop(): Promise<void>;
  kill9(): Promise<void>;
}

/**
 * Resolves once the process has printed where things are. Its errors go to the stderr of the tests, or to that file.
 * `launcher` is a command that becomes the command in the rest of its arguments.
 */
export async function startLocalProcess(
  flags: readonly string[],
  stderr: 'inherit' | number = 'inherit',
  launcher: readonly string[] = [],
): Promise<LocalProcess> {
  const [command = '', ...args] = [...launcher, process.execPath, ...RECORDER, START, ...flags];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', stderr],
    env: environment(),
  }) as Child;
  return running(child);
}

/** The same for whoever cannot stop it: it ends, and removes its data, when this process is gone. */
export async function startProcessForGood(
  flags: readonly string[],
  dataDir: string,
): Promise<Pick<LocalProcess, 'apiUrl' | 's3Url'>> {
  const child = spawn(process.execPath, ['--import', END_WITH_TESTS, ...RECORDER, START, ...flags], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...environment(), REMOVED_WITH_TESTS: dataDir },
  }) as Child;
  return running(child);
}

// For servers that are given to it; the embedded ones have the same.
const environment = () => ({
  ...process.env,
  ...IDENTITY,
  [TOKEN_VARIABLE]: EVENTS_TOKEN,
  // Not whoever runs the tests.
  LOCAL_AUTHOR: '',
});

async function running(child: Child): Promise<LocalProcess> {
  const exited = once(child, 'exit');
  const killWithTests = () => child.kill('SIGKILL');
  process.once('exit', killWithTests);

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    process.off('exit', killWithTests);
    child.kill(signal);
    await exited;
  }
  const { API, S3 } = await announcedAddresses(child);
  return {
    apiUrl: API,
    s3Url: S3,
    pid: child.pid as number,
    ended: exited,
    stop: () => end('SIGTERM'),
    kill9: () => end('SIGKILL'),
  };
}

interface Addresses {
  readonly API: string;
  readonly S3: string;
}

async function announcedAddresses({ stdout }: Child): Promise<Addresses> {
  let printed = '';
  for await (const chunk of stdout.iterator({ destroyOnReturn: false })) {
    printed += chunk;
    const found = Object.fromEntries(
      [...printed.matchAll(/^(API|S3) +(http\S+)/gm)].map(([, ...pair]) => pair),
    );
    if (!found.API || !printed.includes('Ctrl-C')) continue;
    stdout.resume(); // else its log would fill the pipe and stop it
    return found as unknown as Addresses;
  }
  throw new Error(`the server ended before it was ready, having printed: ${printed}`);
}
