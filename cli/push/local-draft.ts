// What a directory has for the draft. Nothing is left out in silence, and nothing is followed out of the directory.
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pMap from 'p-map';
import { WrongUse } from '../failures.ts';
import { contentOf, type LocalContent, listLocal } from '../local-files.ts';

export interface LocalFile extends LocalContent {
  /** Relative to the directory, with slashes. */
  readonly path: string;
}

export interface LocalDraft {
  readonly files: readonly LocalFile[];
  /** With a dot in front, such as `.git`: left out. */
  readonly hidden: readonly string[];
  absolute(path: string): string;
}

/** What the service takes in one request. */
const MAX_FILE_BYTES = 1024 * 1024;

/** Throws `WrongUse` for symbolic links, for what is no file, and for files that are too large. */
export async function readLocalDraft(dir: string): Promise<LocalDraft> {
  // pull makes DIR a symbolic link; it may be pushed.
  const root = await realpath(dir).catch(() => dir);
  if (!(await stat(root).catch(() => null))?.isDirectory()) throw new WrongUse(`${dir} is no directory.`);
  const entries = await listLocal(root);
  const pathsOf = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ path }) => path);
  refuse(pathsOf('symlink'), 'Symbolic links are not pushed');
  refuse(pathsOf('other'), 'Only files are pushed');

  const absolute = (path: string) => join(root, path);
  const read = async (path: string) => ({ path, ...(await contentOf(absolute(path))) });
  const files = await pMap(pathsOf('file'), read, { concurrency: 16 });
  const large = files.filter(({ size }) => size > MAX_FILE_BYTES).map(({ path }) => path);
  refuse(large, `Files above ${MAX_FILE_BYTES} bytes are not pushed`);
  return { files, hidden: pathsOf('hidden'), absolute };
}

function refuse(paths: readonly string[], rule: string): void {
  if (paths.length > 0) throw new WrongUse(`${rule}: ${paths.join(', ')}. Nothing was changed.`);
}
