// .pipeline-versions.yaml: where the service is. Searched from the working directory upward, then in the user's
// configuration directory; the first one found counts.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConfigSettings } from './config-settings.ts';
import { WrongUse } from './failures.ts';

export const CONFIG_FILE = '.pipeline-versions.yaml';

export interface ConfigFile extends ConfigSettings {
  readonly path: string;
  /** Whether it is the user's own, and not one that came with a project. */
  readonly isPersonal: boolean;
}

/** Throws `WrongUse` for a file that cannot be read or says what is not known. */
export async function findConfigFile(cwd: string, env: NodeJS.ProcessEnv): Promise<ConfigFile | undefined> {
  const personal = join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), CONFIG_FILE);
  for (const path of [...upward(cwd).map((dir) => join(dir, CONFIG_FILE)), personal]) {
    const text = read(path);
    if (text === undefined) continue;
    const { parseSettings } = await import('./config-settings.ts');
    return { ...parseSettings(path, text), path, isPersonal: path === personal };
  }
  return undefined;
}

function upward(dir: string): readonly string[] {
  const parent = dirname(dir);
  return parent === dir ? [dir] : [dir, ...upward(parent)];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    throw new WrongUse(`${path} cannot be read (${code}).`, { cause: error });
  }
}
