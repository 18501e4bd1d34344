// Finds the tools that installs and servers need. Each function rejects with a `MissingTool` that names the server.
import { execFile } from 'node:child_process';
import { globSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A server needs something that this machine lacks and npm does not bring. Callers skip the server and say why. */
export class MissingTool extends Error {
  override name = 'MissingTool';
}

const JAVA_AT_LEAST = 17;
const PYTHON_AT_LEAST = 12;

export async function requireGo(server: string, env: NodeJS.ProcessEnv): Promise<void> {
  await require('go', ['version'], `${server} is built by Go, and there is no go on the PATH.`, env);
}

export async function requireJava(server: string, env: NodeJS.ProcessEnv): Promise<void> {
  const wanted = `${server} needs Java ${JAVA_AT_LEAST} or newer`;
  const answer = await require('java', ['-version'], `${wanted}, and there is no java on the PATH.`, env);
  const version = /version "(\d+[^"]*)"/.exec(answer)?.[1] ?? 'of an unknown version';
  if (!(Number.parseInt(version, 10) >= JAVA_AT_LEAST)) {
    throw new MissingTool(`${wanted}, and the java on the PATH is ${version}.`);
  }
}

/** Those of the given commands that are missing, in one sentence. */
export async function requireCommands(
  commands: readonly string[],
  server: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const answers = await Promise.all(commands.map((command) => answerOf(command, ['--version'], env)));
  const missing = commands.filter((_, index) => answers[index] === undefined);
  if (missing.length > 0) {
    throw new MissingTool(
      `${server} needs ${commands.join(', ')}; missing on the PATH: ${missing.join(', ')}.`,
    );
  }
}

/** The command of a Python that can make virtual environments. 3.13 first: the pinned packages were chosen for it. */
export async function requirePython(server: string, env: NodeJS.ProcessEnv): Promise<string> {
  const check = `import sys, venv, ensurepip; assert sys.version_info >= (3, ${PYTHON_AT_LEAST})`;
  const candidates = [env.PYTHON ?? [], 'python3.13', 'python3.12', 'python3', pyenvPythons(env)].flat();
  for (const candidate of candidates) {
    if ((await answerOf(candidate, ['-c', check], env)) !== undefined) return candidate;
  }
  throw new MissingTool(
    `${server} needs Python 3.${PYTHON_AT_LEAST} or newer with venv, and none is on the PATH (PYTHON can name one).`,
  );
}

/** pyenv's commands on the PATH answer only for the version that is switched on. */
function pyenvPythons(env: NodeJS.ProcessEnv): readonly string[] {
  const root = env.PYENV_ROOT ?? join(homedir(), '.pyenv');
  return globSync(join(root, 'versions/3.1[23].*/bin/python3')).toSorted().toReversed();
}

async function require(command: string, args: readonly string[], message: string, env: NodeJS.ProcessEnv) {
  const answer = await answerOf(command, args, env);
  if (answer === undefined) throw new MissingTool(message);
  return answer;
}

/** What it prints; `undefined` if it is not there or fails. */
async function answerOf(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  try {
    const { stdout, stderr } = await promisify(execFile)(command, args, { env });
    return stdout + stderr;
  } catch {
    return undefined;
  }
}
