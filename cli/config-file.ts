// .pipeline-versioning.yaml: where the service is. Searched from the working directory up to the root of its repository or
// the home directory, then in the user's configuration directory; the first one found counts.
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ConfigSettings } from './config-settings.ts';
import { WrongUse } from './failures.ts';

export const CONFIG_FILE = '.pipeline-versioning.yaml';

export interface ConfigFile extends ConfigSettings {
  readonly path: string;
  /** Whether the user has said it: it is the user's own file, or a project's that leads where the own file allows. */
  readonly isTrusted: boolean;
}

export interface FoundConfig {
  readonly file: ConfigFile | undefined;
  /** Files that others can write must not redirect people who work in a shared folder. */
  readonly ignored: readonly string[];
}

/** Throws `WrongUse` for a file that cannot be read or has unknown settings. */
export async function findConfigFile(cwd: string, env: NodeJS.ProcessEnv): Promise<FoundConfig> {
  const ownPath = join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), CONFIG_FILE);
  const ignored: string[] = [];
  for (const path of searched(cwd)) {
    const text = path === ownPath ? undefined : read(path);
    if (text === OTHERS) ignored.push(path);
    else if (text !== undefined) return { file: await projectFile(path, text, ownPath), ignored };
  }
  const text = readOwn(ownPath);
  if (text === undefined) return { file: undefined, ignored };
  const { parseOwnSettings } = await import('./config-settings.ts');
  return { file: { ...parseOwnSettings(ownPath, text), path: ownPath, isTrusted: true }, ignored };
}

async function projectFile(path: string, text: string, ownPath: string): Promise<ConfigFile> {
  const { parseOwnSettings, parseSettings } = await import('./config-settings.ts');
  const settings = parseSettings(path, text);
  const own = readOwn(ownPath);
  const trusted = own === undefined ? [] : (parseOwnSettings(ownPath, own).trust ?? []);
  return { ...settings, path, isTrusted: trusted.some((url) => isBelow(settings.url, url)) };
}

/** Whether the URL is the trusted one, or below it. */
function isBelow(url: string | undefined, trusted: string): boolean {
  const [one, other] = [URL.parse(url ?? ''), URL.parse(trusted)];
  if (one === null || other === null || one.origin !== other.origin) return false;
  return `${one.pathname}/`.startsWith(`${other.pathname.replace(/\/$/, '')}/`);
}

/** Outside of a repository and of the home directory, the folders above may be anybody's. */
function searched(cwd: string): readonly string[] {
  const dirs = upward(cwd);
  const home = homedir();
  const end = dirs.findIndex((dir) => dir === home || existsSync(join(dir, '.git')));
  return (end === -1 ? [cwd] : dirs.slice(0, end + 1)).map((dir) => join(dir, CONFIG_FILE));
}

function upward(dir: string): readonly string[] {
  const parent = dirname(dir);
  return parent === dir ? [dir] : [dir, ...upward(parent)];
}

const OTHERS = Symbol('written by others');

function readOwn(path: string): string | undefined {
  const text = read(path);
  if (text !== OTHERS) return text;
  throw new WrongUse(`${path} can be written by others; change its owner or its mode.`);
}

function read(path: string): string | typeof OTHERS | undefined {
  try {
    if (isOthers(statSync(path))) return OTHERS;
    // A pipe would be waited for.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (isOthers(fstatSync(file))) return OTHERS;
      return readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOENT', 'ENOTDIR'].includes(code)) return undefined;
    throw new WrongUse(`${path} cannot be read (${code}).`, { cause: error });
  }
}

const ROOT = 0;

/** Root can change whatever it likes anyway. */
function isOthers({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  const user = process.getuid?.();
  return user !== undefined && (![user, ROOT].includes(uid) || (mode & 0o002) !== 0);
}
