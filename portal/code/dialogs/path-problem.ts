// What is plainly wrong with the path of a new file, said while it is typed. The service has the last word.

/** `undefined` if nothing is. `taken`: paths that the draft has. */
export function pathProblem(path: string, taken: ReadonlySet<string>): string | undefined {
  const segments = path.split('/');
  if (path === '') return 'Give the file a path, such as pipeline.sql.';
  if (path.startsWith('/')) return 'Paths are relative to the pipeline: leave out the first slash.';
  if (path.endsWith('/')) return 'Give the file a name after the last slash.';
  if (segments.includes('')) return 'There is nothing between two slashes.';
  if (segments.some((segment) => segment === '.' || segment === '..'))
    return 'The segments . and .. are not possible.';
  if (path.includes('\\')) return 'Folders are separated by /, and backslashes are not possible.';
  if (/\p{Cc}/u.test(path)) return 'Control characters are not possible.';
  if (taken.has(path)) return 'There is a file with this path already.';
  return undefined;
}
