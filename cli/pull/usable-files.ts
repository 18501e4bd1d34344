// Which files of a snapshot can stand below a directory. Object keys may be anything, and a manifest comes over the
// network: no path may lead out of the directory, and none may become something that git would take for its own.
import { join } from 'node:path';
import type { File } from '../../client/types.ts';
import { Failed } from '../failures.ts';
import { foldersOf } from '../folders-of.ts';

export interface UnusableFile {
  readonly path: string;
  readonly why: string;
}

export interface Sorted {
  readonly usable: readonly File[];
  readonly unusable: readonly UnusableFile[];
}

export function sortByUse(files: readonly File[]): Sorted {
  const folders = new Set(files.flatMap(({ path }) => foldersOf(path)));
  const whyNot = ({ path }: File) =>
    problemOf(path) ?? (folders.has(path) ? 'it is a folder of another file as well' : null);
  return {
    usable: files.filter((file) => whyNot(file) === null),
    unusable: files.flatMap((file) => {
      const why = whyNot(file);
      return why === null ? [] : [{ path: file.path, why }];
    }),
  };
}

/** The file below `dir`. Throws `Failed` for a path that cannot be one; `sortByUse` leaves such paths out before. */
export function placeBelow(dir: string, path: string): string {
  const problem = problemOf(path);
  if (problem !== null)
    throw new Failed(`${JSON.stringify(path)} cannot be a file below ${dir}: ${problem}.`);
  return join(dir, ...path.split('/'));
}

/** https://www.gnu.org/software/libc/manual/html_node/Limits-for-Files.html */
const MOST_BYTES_OF_A_NAME = 255;

function problemOf(path: string): string | null {
  const segments = path.split('/');
  if (segments.includes('')) return 'it has no name before, between or after its slashes';
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'it has a segment . or ..';
  if (/[\\\0]/.test(path)) return 'it has a backslash or a zero byte';
  if (!path.isWellFormed()) return 'it is no well-formed Unicode';
  if (segments.some((segment) => Buffer.byteLength(segment) > MOST_BYTES_OF_A_NAME))
    return `a name in it has more than ${MOST_BYTES_OF_A_NAME} bytes`;
  // Its hooks and its configuration run programs. git itself checks nothing of that name out.
  if (segments.some((segment) => segment.toLowerCase() === '.git')) return 'git would take it for its own';
  return null;
}
