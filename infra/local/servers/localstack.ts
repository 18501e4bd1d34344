// LocalStack's free edition without Docker: S3, SQS, DynamoDB, CloudFormation, Lambda and more behind one port.
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { atExit } from './at-exit.ts';
import { cached } from './cache.ts';
import { installDynamoDbLocal } from './dynamodb-local.ts';
import { freePort } from './free-port.ts';
import { run } from './run.ts';
import type { RunningServer } from './spawn-server.ts';
import { spawnServer } from './spawn-server.ts';
import { requireCommands, requireJava, requirePython } from './tools.ts';

export interface LocalStackOptions {
  /** 0, the default, for any that is free. */
  readonly port?: number;
  /** Where the state is kept for a later start: the free edition keeps DynamoDB's tables, and loses S3 and SQS. */
  readonly stateDir?: string;
}

const NAME = 'LocalStack';
/** The last number is raised when the setup changes. */
const INSTALLED_AS = 'localstack-4.14.0-2';
const SCRIPT = join(import.meta.dirname, 'localstack/localstack.sh');
const TOOLS = ['bash', 'javac', 'gcc', 'g++', 'make', 'cmake'];

/** The directory with LocalStack, its DynamoDB and what runs Lambda functions; all starts share it. */
export async function installLocalStack(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  await requireJava(NAME, env);
  const findTools = async () => {
    const python = await requirePython(NAME, env);
    await requireCommands(TOOLS, NAME, env);
    return python;
  };
  return cached({ name: INSTALLED_AS, findTools, build: (dir, python) => setUp(dir, python, env) }, env);
}

async function setUp(dir: string, python: string, env: NodeJS.ProcessEnv): Promise<void> {
  const dynamodbLocal = await installDynamoDbLocal(env);
  await run(SCRIPT, ['setup'], {
    cwd: dir,
    env: { ...env, LS_HOME: dir, PYTHON: python, DYNAMODB_LOCAL: dynamodbLocal },
  });
}

/**
 * Listens on 127.0.0.1 only, but for its DynamoDB Local, which listens on a free port of all interfaces. Rejects with
 * a `MissingTool` if it lacks one, with the error of `listen` if the port is taken.
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<RunningServer> {
  const home = await installLocalStack();
  const port = await freePort(options.port);
  const state = options.stateDir ? await keptState(options.stateDir) : await passingState();
  try {
    const { url, stop } = await spawnServer({
      name: NAME,
      command: SCRIPT,
      args: ['run'],
      env: { ...state.env, PORT: String(port), LS_HOME: home, LS_NODE: process.execPath },
      cwd: home,
      url: `http://127.0.0.1:${port}`,
      health: { path: '/_localstack/health', status: 200 },
      // Its orderly shutdown takes up to 15 s and saves nothing.
      disposable: !options.stateDir,
    });
    return { url, stop: () => stop().then(state.remove) };
  } catch (error) {
    await state.remove();
    throw error;
  }
}

interface State {
  readonly env: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

async function keptState(dir: string): Promise<State> {
  const path = resolve(dir);
  await mkdir(path, { recursive: true });
  return { env: { LS_STATE: path, PERSISTENCE: '1' }, remove: async () => undefined };
}

async function passingState(): Promise<State> {
  const path = await mkdtemp(join(tmpdir(), 'localstack-'));
  const remove = atExit(() => rmSync(path, { recursive: true, force: true }));
  return {
    env: { LS_STATE: path },
    async remove() {
      await rm(path, { recursive: true, force: true });
      remove();
    },
  };
}
