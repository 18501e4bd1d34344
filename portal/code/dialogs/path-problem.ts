// Checks the path of a new file while the person types it. The service checks it again, and more strictly.

/** The problem in a sentence, or `undefined`. `taken` are the paths of the draft. */
export function pathProblem(path: string, taken: ReadonlySet<string>): string | undefined {
  const segments = path.split('/');
  if (path === '') return 'Give the file a path, such as pipeline.sql.';
  if (path.startsWith('/')) return 'Paths are relative to the pipeline: leave out the first slash.';
  if (path.endsWith('/')) return 'Give the file a name after the last slash.';
  if (segments.includes('')) return 'A folder has no name: two slashes follow each other.';
  if (segments.some((segment) => segment === '.' || segment === '..'))
    return 'The segments . and .. are not allowed.';
  if (path.includes('\\')) return 'Folders are separated by /, and backslashes are not allowed.';
  if (/\p{Cc}/u.test(path)) return 'Control characters are not allowed.';
  if (taken.has(path)) return 'There is a file with this path already.';
  return undefined;
}
