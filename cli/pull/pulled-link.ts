// Whether DIR is a link that pull has made, for pull, which replaces it, and for push, which follows it.
import { lstatSync } from 'node:fs';
import { readdir, readlink } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { WrongUse } from '../failures.ts';
import { isRealDirectory } from '../links-on-the-way.ts';
import { FILES, isSnapshotName } from './snapshot-name.ts';

export function homeOf(dir: string): string {
  return join(dirname(dir), `.${basename(dir)}.pulled`);
}

/** Throws `WrongUse` if it is there and not a directory that nobody else can put anything into. */
export function assertOwnHome(home: string): void {
  const found = lstatSync(home, { throwIfNoEntry: false });
  if (found === undefined) return;
  const user = process.getuid?.();
  const problem = !found.isDirectory()
    ? 'is no directory'
    : user !== undefined && found.uid !== user
      ? 'belongs to somebody else'
      : found.mode & 0o002
        ? 'can be written by everybody'
        : null;
  if (problem === null) return;
  throw new WrongUse(
    `${home}, where snapshots would be kept, ${problem}; remove it or name another directory.`,
  );
}

/**
 * The name of the snapshot that the link `dir` shows, `null` if the link is none of pull's. The snapshot itself may be
 * gone, or be something that somebody else has put there: see `isPulledSnapshot`.
 */
export async function snapshotShownBy(dir: string): Promise<string | null> {
  const target = resolve(dirname(dir), await readlink(dir));
  const [name = '', files, ...more] = relative(homeOf(dir), target).split(sep);
  return isSnapshotName(name) && files === FILES && more.length === 0 ? name : null;
}

/** Whether no part of the snapshot's path is a link. */
export function isPulledSnapshot(dir: string, name: string): boolean {
  const place = join(homeOf(dir), name);
  return [homeOf(dir), place, join(place, FILES)].every(isRealDirectory);
}

export interface Found {
  /** The snapshot that DIR shows. */
  readonly current: string | null;
  readonly isEmptyDirectory: boolean;
}

/** Throws `WrongUse` for anything that a pull would have to destroy. */
export async function whatIs(dir: string): Promise<Found> {
  const found = lstatSync(dir, { throwIfNoEntry: false });
  if (found === undefined) return { current: null, isEmptyDirectory: false };
  if (found.isSymbolicLink()) {
    const name = await snapshotShownBy(dir);
    if (name !== null) return { current: isPulledSnapshot(dir, name) ? name : null, isEmptyDirectory: false };
  } else if (found.isDirectory() && (await readdir(dir)).length === 0 && !isWithin(process.cwd(), dir)) {
    return { current: null, isEmptyDirectory: true };
  }
  throw new WrongUse(
    `${dir} was not made by pull and would be replaced; name another directory, or remove it.`,
  );
}

function isWithin(path: string, dir: string): boolean {
  return path === dir || path.startsWith(`${dir}${sep}`);
}

/** The directory that the link `dir` shows, `null` if it is none of pull's. */
export async function pulledFilesOf(dir: string): Promise<string | null> {
  const name = await snapshotShownBy(dir);
  return name !== null && isPulledSnapshot(dir, name) ? join(homeOf(dir), name, FILES) : null;
}
