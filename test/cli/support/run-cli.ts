// The command line as users start it: the built program, in a process of its own, with nothing of this machine's settings.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Ended, ended } from '../../support/ended.ts';

const ROOT = join(import.meta.dirname, '../../..');
const kept = globalThis as { builtCli?: Promise<string> };
kept.builtCli ??= built();
/** The path of the built program. */
export const PROGRAM = await kept.builtCli;

/** Once for all files of this process: one file starts in half of the time that the sources take. */
async function built(): Promise<string> {
  const cache = join(ROOT, '.cache');
  // Of one name, so that Node's compile cache knows it; renamed, so that nobody reads half of it.
  const program = join(cache, 'pipeline-versioning.mjs');
  await mkdir(cache, { recursive: true });
  const dir = await mkdtemp(join(cache, 'cli-'));
  await promisify(execFile)(process.execPath, [join(ROOT, 'cli/build.ts'), dir]);
  await rename(join(dir, 'pipeline-versioning.mjs'), program);
  await rm(dir, { recursive: true });
  return program;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** For node, before the program. */
  readonly nodeArgs?: readonly string[];
}

export interface Cli {
  /** Neither its input nor its output is a terminal. */
  run(...args: string[]): Promise<Ended>;
  /** What it printed, as JSON. Throws unless it ends with 0. */
  json<T>(...args: string[]): Promise<T>;
  start(...args: string[]): ChildProcess;
}

export function createCli(apiUrl: string, { cwd = tmpdir(), env = {}, nodeArgs = [] }: CliOptions = {}): Cli {
  const nowhere = join(tmpdir(), 'no-such-home');
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const home = { HOME: nowhere, XDG_CONFIG_HOME: nowhere, PATH, NODE_COMPILE_CACHE };
  const start = (...args: string[]) =>
    spawn(process.execPath, [...nodeArgs, PROGRAM, ...args], {
      cwd,
      env: { ...home, PIPELINE_VERSIONING_URL: apiUrl, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const run = async (...args: string[]) => ended(start(...args));
  return {
    start,
    run,
    async json(...args) {
      const { code, stdout, stderr } = await run(...args, '--json');
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout);
    },
  };
}
