// The paths that the service reads and edits. Editors who write to the bucket directly may use any key: it is listed
// and pinned all the same.
import { utf8Bytes } from './utf8-text.ts';

/** In bytes of UTF-8. A key may have 1,024, the pipeline's prefix included. */
export const MAX_PATH_BYTES = 512;

/** The problem with a path relative to the pipeline's prefix; `null` if there is none. */
export function filePathProblem(path: string): string | null {
  if (!path.isWellFormed()) return 'must be well-formed Unicode';
  if (/\p{Cc}/u.test(path)) return 'must have no control characters';
  if (path.includes('\\')) return 'must have no backslashes';
  // S3 takes . and .. for names; browsers, shells and file systems leave the prefix by them.
  const segments = path.split('/');
  if (segments.includes('')) return 'must have a name before, between and after its slashes';
  if (segments.some((segment) => segment === '.' || segment === '..'))
    return 'must have no segments . and ..';
  if (utf8Bytes(path) > MAX_PATH_BYTES) return `must have at most ${MAX_PATH_BYTES} bytes of UTF-8`;
  return null;
}

/** The folders above a path, outermost first: `a` and `a/b` of `a/b/c.sql`. */
export function foldersOf(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
}
