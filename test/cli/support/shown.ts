// What a directory shows at one moment: every file below it, with its content.
import { readdir, readFile, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';

export type Contents = Readonly<Record<string, string>>;

/** `null` if the directory is not there. Reads through the link once, as a program does that has the directory open. */
export async function shown(dir: string): Promise<Contents | null> {
  const root = await realpath(dir).catch(() => null);
  if (root === null) return null;
  const contents = await contentsOf(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return null;
  });
  // Two pulls later it may be removed under a slow reader: then what is shown now counts.
  return (await realpath(dir)) === root && contents !== null ? contents : shown(dir);
}

/** Names of the snapshots that pull keeps beside `dir`. */
export async function snapshotsOf(dir: string): Promise<readonly string[]> {
  const names = await readdir(join(dirname(dir), `.${basename(dir)}.pulled`));
  return names.filter((name) => name !== '.gitignore');
}

async function contentsOf(root: string): Promise<Contents> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = async (file: string) => [relative(root, file), await readFile(file, 'utf8')] as const;
  return Object.fromEntries((await Promise.all(files.map(read))).toSorted());
}
