// Where a file of a snapshot goes on disk. Object keys may be anything, and a manifest comes over the network: no path
// may lead out of the directory.
import { join } from 'node:path';
import { Failed } from '../failures.ts';

/** Throws `Failed` for a path that is no file name here. */
export function localPath(dir: string, path: string): string {
  const segments = path.split('/');
  const isStrange = segments.some((segment) => ['', '.', '..'].includes(segment)) || /[\\\0]/.test(path);
  if (isStrange) throw new Failed(`${JSON.stringify(path)} cannot be a file below a directory.`);
  return join(dir, ...segments);
}
