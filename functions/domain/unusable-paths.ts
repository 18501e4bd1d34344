// Paths that S3 takes and others do not: no directory can hold them, and the file routes do not name them. Editors who
// write to the bucket can make them. They are pinned all the same, and people are warned.
import { filePathProblem, foldersOf } from './file-path.ts';
import { utf8Bytes } from './utf8-text.ts';

export interface UnusablePath {
  readonly path: string;
  /** For people: `must have no backslashes`. */
  readonly reason: string;
}

/** As many as an answer lists. */
export const MAX_WARNINGS = 100;

/** https://www.gnu.org/software/libc/manual/html_node/Limits-for-Files.html */
const MAX_NAME_BYTES = 255;

/** The first hundred, in the order of the files. */
export function unusablePaths(files: readonly { readonly path: string }[]): readonly UnusablePath[] {
  return unusablePathProblems(files, MAX_WARNINGS);
}

/** In the order of the files; looks no further when there are as many as wanted. */
export function unusablePathProblems(
  files: readonly { readonly path: string }[],
  most = Number.POSITIVE_INFINITY,
): readonly UnusablePath[] {
  const paths = new Set(files.map(({ path }) => path));
  const folders = new Set([...paths].flatMap(foldersOf));
  const unusable: UnusablePath[] = [];
  for (const path of paths) {
    const reason = problemOf(path) ?? (folders.has(path) ? 'is a folder of other files as well' : null);
    if (reason !== null) unusable.push({ path, reason });
    if (unusable.length === most) break;
  }
  return unusable;
}

function problemOf(path: string): string | null {
  const names = path.split('/');
  if (names.some((name) => utf8Bytes(name) > MAX_NAME_BYTES))
    return `must have no name of more than ${MAX_NAME_BYTES} bytes of UTF-8`;
  if (names.some((name) => name.toLowerCase() === '.git'))
    return 'must have no folder that git takes for its own';
  return filePathProblem(path);
}
