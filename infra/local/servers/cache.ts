// Where the servers are installed: once per machine and version, outside of the clone.
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { atExit } from './at-exit.ts';

export interface Install<Tools> {
  /** With its version. */
  readonly name: string;
  /** Rejects with a `MissingTool` if this machine cannot build it. */
  readonly findTools: () => Promise<Tools>;
  readonly build: (dir: string, tools: Tools) => Promise<void>;
}

/**
 * The directory of that name. If it is not there, `build` fills a temporary one that then gets the name, all at once:
 * an install that breaks off leaves nothing, and of two at the same time the later one is dropped.
 */
export async function cached<Tools>(install: Install<Tools>, env: NodeJS.ProcessEnv): Promise<string> {
  const { name, findTools, build } = install;
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pipeline-versioning');
  const target = join(cache, name);
  if (existsSync(target)) return target;

  const tools = await findTools();
  console.error(`Installing ${name} into ${cache}; this happens once and can take minutes.`);
  await mkdir(cache, { recursive: true });
  const dir = await mkdtemp(join(cache, `.${name}-`));
  const callOff = atExit(() => rmSync(dir, { recursive: true, force: true }));
  try {
    await build(dir, tools);
    await rename(dir, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(dir, { recursive: true, force: true });
    callOff();
  }
  return target;
}
