// What the service lets a file be called, so that a name it would refuse is found before the first edit.

/** In bytes of UTF-8. */
const MAX_PATH_BYTES = 512;

/** The API's rule for paths of files. `null` if the path keeps it. */
export function nameProblem(path: string): string | null {
  if (!path.isWellFormed()) return 'it is no well-formed Unicode';
  if (/\p{Cc}/u.test(path)) return 'it has control characters';
  if (path.includes('\\')) return 'it has a backslash';
  const segments = path.split('/');
  if (segments.some((segment) => ['', '.', '..'].includes(segment)))
    return 'a name in it is empty, a dot or two dots';
  return Buffer.byteLength(path) > MAX_PATH_BYTES ? `it has more than ${MAX_PATH_BYTES} bytes` : null;
}
