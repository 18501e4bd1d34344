// The folders that a path needs: a file that has the name of one of them excludes it.

/** `a` and `a/b` for `a/b/c`. */
export function foldersOf(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}
