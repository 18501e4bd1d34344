// The files below a directory, and their digests, for pull (is it still what was pulled?) and push (what differs?).
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type EntryKind = 'file' | 'hidden' | 'symlink' | 'other';

export interface LocalEntry {
  /** Relative, with slashes. */
  readonly path: string;
  readonly kind: EntryKind;
}

/** Everything but directories, sorted. What is hidden (a name with a dot in front) is named and not looked into. */
export async function listLocal(root: string, below = ''): Promise<readonly LocalEntry[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const found: LocalEntry[] = [];
  for (const entry of entries) {
    const path = below + entry.name;
    if (entry.name.startsWith('.')) found.push({ path, kind: 'hidden' });
    else if (entry.isDirectory()) found.push(...(await listLocal(root, `${path}/`)));
    else found.push({ path, kind: entry.isFile() ? 'file' : entry.isSymbolicLink() ? 'symlink' : 'other' });
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

export interface LocalContent {
  /** In bytes. */
  readonly size: number;
  /** In hex: what S3 gives as ETag of an object that was uploaded in one part and not encrypted by KMS. */
  readonly md5: string;
}

export async function contentOf(path: string): Promise<LocalContent> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return { size: (await stat(path)).size, md5: hash.digest('hex') };
}
