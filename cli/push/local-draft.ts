// What a directory has for the draft. Nothing is left out in silence, and nothing is followed out of the directory.
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import pMap from 'p-map';
import { WrongUse } from '../failures.ts';
import { isLink, refuseLinksOnTheWay } from '../links-on-the-way.ts';
import { contentOf, type EntryKind, type LocalContent, listLocal } from '../local-files.ts';
import { quoted, quotedList } from '../output/quoted.ts';
import { pulledFilesOf } from '../pull/pulled-link.ts';
import { nameProblem } from './file-name.ts';
import { type IsLeftOut, readLeftOut } from './left-out.ts';

export interface LocalFile extends LocalContent {
  /** Relative to the directory, with slashes. */
  readonly path: string;
}

export interface LocalDraft {
  readonly files: readonly LocalFile[];
  /** Such as `.git`. */
  readonly leftOut: readonly string[];
  readonly isLeftOut: IsLeftOut;
  absolute(path: string): string;
}

/** What the service takes in one request. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Throws `WrongUse` for links, for names that the service refuses, and for files that are too large. */
export async function readLocalDraft(dir: string): Promise<LocalDraft> {
  const root = await rootOf(dir);
  const isLeftOut = await readLeftOut(root);
  const entries = await listLocal(root, isLeftOut);
  const pathsOf = (kind: EntryKind) => entries.filter((entry) => entry.kind === kind).map(({ path }) => path);
  refuse(pathsOf('symlink'), 'Symbolic links are not pushed');
  refuse(pathsOf('no UTF-8'), 'Names that are no UTF-8 are not pushed');
  refuse(pathsOf('other'), 'Only files are pushed');
  refuseNames(pathsOf('file'));

  const absolute = (path: string) => join(root, path);
  const read = async (path: string) => ({ path, ...(await contentOf(absolute(path))) });
  const files = await pMap(pathsOf('file'), read, { concurrency: 16 });
  const large = files.filter(({ size }) => size > MAX_FILE_BYTES).map(({ path }) => path);
  refuse(large, `Files above ${MAX_FILE_BYTES} bytes are not pushed`);
  return { files, leftOut: pathsOf('left out'), isLeftOut, absolute };
}

/** `dir` itself, or the snapshot that it shows if pull has made it. */
async function rootOf(dir: string): Promise<string> {
  const path = resolve(dir);
  refuseLinksOnTheWay(dirname(path));
  const root = isLink(path) ? await pulledFilesOf(path) : path;
  if (root === null)
    throw new WrongUse(`${dir} is a symbolic link that pull has not made; name the directory itself.`);
  if (!(await stat(root).catch(() => null))?.isDirectory()) throw new WrongUse(`${dir} is no directory.`);
  return root;
}

function refuseNames(paths: readonly string[]): void {
  const problems = paths.map((path) => ({ path, why: nameProblem(path) })).filter(({ why }) => why !== null);
  const [first] = problems;
  if (first === undefined) return;
  const rule = `The service takes no file of such a name (${quoted(first.path)}: ${first.why})`;
  refuse(
    problems.map(({ path }) => path),
    rule,
  );
}

/** Throws `WrongUse` if there are any. */
export function refuse(paths: readonly string[], rule: string): void {
  if (paths.length > 0) throw new WrongUse(`${rule}: ${quotedList(paths)}. Nothing was changed.`);
}
