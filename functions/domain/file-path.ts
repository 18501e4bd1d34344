// What a file may be called that is read and edited through the service. Editors who write to the bucket themselves are
// freer: whatever they save is listed and pinned all the same.

/** In bytes of UTF-8. A key may have 1,024, the pipeline's prefix included. */
export const MAX_PATH_BYTES = 512;

/** What is wrong with a path relative to the pipeline's prefix, `null` if nothing is. */
export function filePathProblem(path: string): string | null {
  if (!path.isWellFormed()) return 'must be well-formed Unicode';
  if (/\p{Cc}/u.test(path)) return 'must have no control characters';
  if (path.includes('\\')) return 'must have no backslashes';
  // Neither leaves the prefix in S3; in browsers, shells and file systems they do.
  const segments = path.split('/');
  if (segments.includes('')) return 'must have a name before, between and after its slashes';
  if (segments.some((segment) => segment === '.' || segment === '..'))
    return 'must have no segments . and ..';
  if (new TextEncoder().encode(path).length > MAX_PATH_BYTES)
    return `must have at most ${MAX_PATH_BYTES} bytes of UTF-8`;
  return null;
}
