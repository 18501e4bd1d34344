// Where pulled snapshots live. DIR is a symbolic link into a directory beside it:
//
//   out                                   → .out.pulled/v3-5f0c…-4711@host/files
//   .out.pulled/v3-5f0c…-4711@host/files    the snapshot that DIR shows
//                                 /pulled.json   which one it is, and which one it replaced
//   .out.pulled/v2-…                        the one before, for readers that have it open
//   .out.pulled/.gitignore                  git ignores all of this
//
// A rename replaces a symbolic link in one step; nothing replaces a directory that is not empty.
//
// Either of the two may have come with somebody else's repository. So .out.pulled must be a real directory of the
// user's own, only names that pull gives are shown or removed, and no link but DIR itself is followed.
import { mkdir, readdir, rename, rm, rmdir, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { isRealDirectory, refuseLinksOnTheWay } from '../links-on-the-way.ts';
import { syncDirectory } from './fetch-files.ts';
import { assertOwnHome, homeOf, whatIs } from './pulled-link.ts';
import { assertSnapshotName, FILES, isSnapshotName, newSnapshotName, ownerOf } from './snapshot-name.ts';

export interface SnapshotHome {
  /** DIR as an absolute path. */
  readonly dir: string;
  /** The name of the snapshot that DIR shows; `null` if there is none yet. */
  readonly current: string | null;
  filesOf(name: string): string;
  recordOf(name: string): string;
  /** An empty snapshot; returns its name. */
  create(version: number | null): Promise<string>;
  /** From one instant to the next, DIR shows this snapshot. */
  show(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** Removes older snapshots, and what killed pulls have left. */
  removeAllBut(names: readonly (string | null)[]): Promise<void>;
}

/** Throws `WrongUse` if DIR or its home is something that no pull has made. */
export async function openSnapshotHome(out: string): Promise<SnapshotHome> {
  const dir = resolve(out);
  const home = homeOf(dir);
  refuseLinksOnTheWay(dirname(dir));
  assertOwnHome(home);
  const { current, isEmptyDirectory } = await whatIs(dir);

  const place = (name: string) => join(home, assertSnapshotName(name));
  const filesOf = (name: string) => join(place(name), FILES);
  const remove = (name: string) => rm(place(name), { recursive: true, force: true });
  return {
    dir,
    current,
    filesOf,
    recordOf: (name) => join(place(name), 'pulled.json'),
    async create(version) {
      const name = newSnapshotName(version);
      await makeHome(home);
      await mkdir(place(name));
      await mkdir(filesOf(name));
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
    remove,
    async removeAllBut(names) {
      const found = isRealDirectory(home) ? await readdir(home) : [];
      for (const name of found.filter(isSnapshotName)) {
        const isOld = isRealDirectory(place(name)) && !names.includes(name);
        if (isOld && !(await isOnItsWay(name, place(name)))) await remove(name);
      }
    },
  };
}

async function makeHome(home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  assertOwnHome(home);
  // Exclusive: a link of that name is not written through.
  await writeFile(join(home, '.gitignore'), '*\n', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

const GIVEN_UP_MS = 24 * 3_600 * 1_000;

/** Another pull into DIR is still at work. We cannot see processes of another machine: they get a day. */
async function isOnItsWay(name: string, place: string): Promise<boolean> {
  const { pid, host } = ownerOf(name);
  if (host === hostname()) return pid !== process.pid && isRunning(pid);
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
