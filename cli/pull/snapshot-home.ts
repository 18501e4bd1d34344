// Where pulled snapshots live. DIR is a symbolic link into a directory beside it:
//
//   out                                   → .out.pulled/v3-5f0c…-4711@host/files
//   .out.pulled/v3-5f0c…-4711@host/files    the snapshot that DIR shows
//                                 /pulled.json   which one it is, and what it took the place of
//   .out.pulled/v2-…                        the one before, for readers that have it open
//
// To replace a symbolic link by rename is atomic, to replace a directory that is not empty is impossible.
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readlink, rename, rm, rmdir, stat, symlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { WrongUse } from '../failures.ts';
import { syncDirectory } from './fetch-files.ts';

export interface SnapshotHome {
  /** DIR as an absolute path. */
  readonly dir: string;
  /** The name of the snapshot that DIR shows; `null` if there is none yet. */
  readonly current: string | null;
  filesOf(name: string): string;
  recordOf(name: string): string;
  /** A snapshot that is on its way; returns its name. */
  create(label: string): Promise<string>;
  /** From one instant to the next, DIR shows this snapshot. */
  show(name: string): Promise<void>;
  /** Removes what killed pulls have left, and older snapshots. */
  removeAllBut(names: readonly (string | null)[]): Promise<void>;
}

const FILES = 'files';

/** Throws `WrongUse` if DIR is something that no pull has made. */
export async function openSnapshotHome(out: string): Promise<SnapshotHome> {
  const dir = resolve(out);
  const home = join(dirname(dir), `.${basename(dir)}.pulled`);
  const place = (name: string) => join(home, name);
  const { current, isEmptyDirectory } = await whatIs(dir, home);

  return {
    dir,
    current,
    filesOf: (name) => join(place(name), FILES),
    recordOf: (name) => join(place(name), 'pulled.json'),
    async create(label) {
      const name = `${label}-${randomBytes(6).toString('hex')}-${process.pid}@${hostname()}`;
      await mkdir(join(place(name), FILES), { recursive: true });
      return name;
    },
    async show(name) {
      const link = join(place(name), 'link');
      await symlink(join(basename(home), name, FILES), link);
      await syncDirectory(place(name));
      await syncDirectory(home);
      if (isEmptyDirectory) await rmdir(dir);
      await rename(link, dir);
      await syncDirectory(dirname(dir));
    },
    async removeAllBut(names) {
      for (const name of await readdir(home).catch(() => [])) {
        if (names.includes(name) || (await isOnItsWay(place(name)))) continue;
        await rm(place(name), { recursive: true, force: true });
      }
    },
  };
}

interface Found {
  readonly current: string | null;
  readonly isEmptyDirectory: boolean;
}

async function whatIs(dir: string, home: string): Promise<Found> {
  const found = await lstat(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  if (found === null) return { current: null, isEmptyDirectory: false };
  if (found.isSymbolicLink()) {
    const [name = '', files, ...more] = relative(home, resolve(dirname(dir), await readlink(dir))).split('/');
    if (files === FILES && more.length === 0 && name !== '..')
      return { current: name, isEmptyDirectory: false };
  } else if (found.isDirectory() && (await readdir(dir)).length === 0 && !isWithin(process.cwd(), dir)) {
    return { current: null, isEmptyDirectory: true };
  }
  throw new WrongUse(
    `${dir} was not made by pull and would be replaced; name another directory, or remove it.`,
  );
}

function isWithin(path: string, dir: string): boolean {
  return path === dir || path.startsWith(`${dir}/`);
}

const GIVEN_UP_MS = 24 * 3_600 * 1_000;

/** Another pull into DIR is still at work. Whether one on another machine is cannot be seen; it is given a day. */
async function isOnItsWay(place: string): Promise<boolean> {
  const [, pid, host] = /-(\d+)@(.*)$/.exec(place) ?? [];
  if (host === hostname()) return Number(pid) !== process.pid && isRunning(Number(pid));
  const found = await stat(place).catch(() => null);
  return found !== null && Date.now() - found.mtimeMs < GIVEN_UP_MS;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
