// Symbolic links that lie in somebody else's repository. One in the path of a directory would have us read or write
// wherever it leads.
import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import { WrongUse } from './failures.ts';

/**
 * Throws `WrongUse` if a part of the path is a link that lies in a repository or below the working directory. What is
 * above them is the machine's own. The path must be absolute.
 */
export function refuseLinksOnTheWay(path: string): void {
  const steps = stepsTo(path);
  const root = steps.findIndex((step) => step === process.cwd() || existsSync(join(step, '.git')));
  const link = root === -1 ? undefined : steps.slice(root).find(isLink);
  if (link === undefined) return;
  throw new WrongUse(
    `${link} is a symbolic link and not followed; name the directory itself if you mean it${leadingTo(link)}.`,
  );
}

function leadingTo(link: string): string {
  try {
    return ` (${realpathSync(link)})`;
  } catch {
    return ''; // it leads nowhere
  }
}

/** `/`, `/a`, `/a/b` for `/a/b`. */
function stepsTo(path: string): readonly string[] {
  return path === parse(path).root ? [path] : [...stepsTo(dirname(path)), path];
}

export function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

/** Whether it is a directory itself, and not a link to one. */
export function isRealDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
