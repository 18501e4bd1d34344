// The local server as users start it: a process with flags, two output streams and an exit code.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

const START = join(import.meta.dirname, '../../../../infra/local/start.mjs');
export const ANY_PORTS = ['--port', '0', '--s3-port', '0', '--dynamodb-port', '0'] as const;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerProcess {
  readonly apiUrl: string;
  readonly s3Url: string;
  readonly dynamodbUrl: string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

interface Run {
  readonly flags: readonly string[];
  readonly nodeFlags?: readonly string[];
  /** Besides the variables of the tests. */
  readonly env?: NodeJS.ProcessEnv;
  /** When it is killed if it still runs: after the test, or `afterAll` for the rest of a file. */
  readonly whenOver?: (action: () => void) => void;
}

function start({ flags, nodeFlags = [], env = {}, whenOver = onTestFinished }: Run) {
  const child = spawn(process.execPath, [...nodeFlags, START, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  whenOver(() => void child.kill('SIGKILL'));
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then(
    ([stdout, stderr, [code]]): Ended => ({ code, stdout, stderr }),
  );
  return { child, ended };
}

/** For a run that ends by itself. */
export const runToEnd = (
  flags: readonly string[],
  more: Pick<Run, 'nodeFlags' | 'env'> = {},
): Promise<Ended> => start({ flags, ...more }).ended;

/** Resolves when the server says that it is up. */
export async function startProcess(
  dataDir: string,
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
  whenOver: Run['whenOver'] = onTestFinished,
): Promise<ServerProcess> {
  const { child, ended } = start({ flags: [...ANY_PORTS, '--data', dataDir, ...flags], env, whenOver });
  const { promise: up, resolve } = Promise.withResolvers<string>();
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
    if (printed.includes('Ctrl-C stops it')) resolve(printed);
  });
  const early = ended.then(({ stderr }) => Promise.reject(new Error(`it did not start: ${stderr}`)));
  const output = await Promise.race([up, early]);
  return {
    apiUrl: urlAfter('API', output),
    s3Url: urlAfter('S3', output),
    dynamodbUrl: urlAfter('DynamoDB', output),
    signal: (name) => void child.kill(name),
    ended,
  };
}

function urlAfter(name: string, output: string): string {
  return new RegExp(`^${name} +(http://\\S+)`, 'm').exec(output)?.[1] ?? '';
}
