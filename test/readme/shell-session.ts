// One bash for all blocks of a page, as its reader has one terminal: variables, functions and the working directory
// carry over from block to block.
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signalGroup, startGroup } from './process-group.ts';

export interface Ran {
  /** `null` if it took too long. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ShellSession {
  /** Runs a script in the session, which ends with the first command that fails, as by `set -e`. */
  run(script: string): Promise<Ran>;
  /** Runs it in a copy of the session: what it sets is forgotten, and its failure ends nothing. */
  tryOut(script: string): Promise<Ran>;
  close(): Promise<void>;
}

/** Begins in the directory `cwd`. A script that takes longer than `timeoutMs` ends the session. */
export async function startShellSession(cwd: string, timeoutMs: number): Promise<ShellSession> {
  const dir = await mkdtemp(join(tmpdir(), 'shell-session-'));
  // Its stdout carries exit codes only; what the scripts print goes to files.
  // Pages show what a terminal shows.
  const env = { ...process.env, PIPELINE_VERSIONING_FORCE_TTY: '100' };
  const bash = startGroup('bash', ['-euo', 'pipefail'], { cwd, env, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(bash, 'exit');
  let scripts = 0;

  async function feed(script: string, commandFor: (file: string) => string): Promise<Ran> {
    scripts += 1;
    const file = join(dir, String(scripts));
    await writeFile(file, `${script}\n`);
    bash.stdin?.write(`${commandFor(file)}\n`);
    const exitCode = await finished();
    return {
      exitCode,
      stdout: await readFile(`${file}.out`, 'utf8'),
      stderr: await readFile(`${file}.err`, 'utf8'),
    };
  }

  async function finished(): Promise<number | null> {
    const timer = setTimeout(() => signalGroup(bash, 'SIGKILL'), timeoutMs);
    const printed = bash.stdout ? once(bash.stdout, 'data') : ended;
    const [codeOrText] = await Promise.race([printed, ended]);
    clearTimeout(timer);
    return codeOrText === null ? null : Number(codeOrText);
  }

  return {
    run: (script) => feed(script, (file) => `. ${file} </dev/null >${file}.out 2>${file}.err; echo 0`),
    tryOut: (script) =>
      feed(
        script,
        (file) => `set +e; (set -e; . ${file}) </dev/null >${file}.out 2>${file}.err; echo $?; set -e`,
      ),
    async close() {
      signalGroup(bash, 'SIGKILL');
      await ended;
      await rm(dir, { recursive: true });
    },
  };
}
