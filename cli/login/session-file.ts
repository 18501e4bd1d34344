// The sessions that `login` keeps: a file for each service, in the user's own configuration directory, which nobody else
// can read. A keychain would need a native module beside the one file that is installed.
import { createHash, randomUUID } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { Failed, WrongUse } from '../failures.ts';
import { loginSettings } from './login-settings.ts';

const storedSession = v.object({
  /** Where its tokens go. */
  service: v.string(),
  settings: loginSettings,
  token: v.string(),
  /** In milliseconds since 1970, by this machine's clock; `null` if the issuer did not say. */
  expires_at: v.nullable(v.number()),
  refresh_token: v.nullable(v.string()),
});

export type StoredSession = v.InferOutput<typeof storedSession>;

export interface SessionFile {
  readonly path: string;
  /** Without a look at what it says. */
  exists(): boolean;
  /** `undefined` if there is none. Throws `WrongUse` if others can read it, or if it is damaged. */
  read(): Promise<StoredSession | undefined>;
  /** In one rename: readers see the old session or the new one. */
  write(session: StoredSession): Promise<void>;
  remove(): Promise<void>;
  /** Runs `work` while no other process of this user does so for the same service. Throws `Failed` after a minute. */
  locked<T>(work: () => Promise<T>): Promise<T>;
}

export function sessionFile(serviceUrl: string, env: NodeJS.ProcessEnv): SessionFile {
  const service = serviceUrl.replace(/\/+$/, '');
  const name = createHash('sha256').update(service).digest('hex').slice(0, 32);
  const home = env.XDG_CONFIG_HOME || join(homedir(), '.config');
  const path = join(home, 'pipeline-versioning', 'sessions', `${name}.json`);
  return {
    path,
    exists: () => existsSync(path),
    read: () => read(path, service),
    write: (session) => write(path, { ...session, service }),
    remove: () => rm(path, { force: true }),
    locked: (work) => locked(path, work),
  };
}

async function read(path: string, service: string): Promise<StoredSession | undefined> {
  const text = await readPrivate(path);
  if (text === undefined) return undefined;
  try {
    const session = v.parse(storedSession, JSON.parse(text));
    if (session.service === service) return session;
  } catch {
    // The error may quote a token.
  }
  throw new WrongUse(`${path} is not as login writes it. Run pipeline-versioning login.`);
}

async function readPrivate(path: string): Promise<string | undefined> {
  // A pipe would be waited for.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | (constants.O_NOFOLLOW ?? 0);
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new WrongUse(`${path} cannot be read (${error.code}).`, { cause: error });
  });
  if (file === undefined) return undefined;
  try {
    const { uid, mode } = await file.stat();
    const user = process.getuid?.();
    if (user !== undefined && (uid !== user || (mode & 0o077) !== 0))
      throw new WrongUse(
        `${path} can be read by others, so its session is not used. Run pipeline-versioning logout, then login.`,
      );
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

async function write(path: string, session: StoredSession): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(JSON.stringify(session));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const TRIES = { retries: 120, minTimeout: 100, maxTimeout: 500 };

async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  const { default: lockfile } = await import('proper-lockfile');
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // A machine that slept during the work may have lost the lock. Then two processes can renew, and the issuer decides.
  const options = { realpath: false, retries: TRIES, onCompromised: () => {} };
  const unlock = await lockfile.lock(path, options).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ELOCKED') throw error;
    throw new Failed(`Another pipeline-versioning holds ${path}.lock. Try again.`);
  });
  try {
    return await work();
  } finally {
    await unlock().catch(() => undefined); // lost meanwhile, see above
  }
}
