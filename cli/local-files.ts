// The files below a directory, and their digests, for pull (is it still what was pulled?) and push (what differs?).
import { createHash } from 'node:crypto';
import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type EntryKind = 'file' | 'left out' | 'symlink' | 'no UTF-8' | 'other';

export interface LocalEntry {
  /** Relative, with slashes. What is no UTF-8 in it is U+FFFD. */
  readonly path: string;
  readonly kind: EntryKind;
}

/** Everything but directories, sorted. What is left out is named and not looked into. */
export async function listLocal(
  root: string,
  isLeftOut: (path: string) => boolean,
  below = '',
): Promise<readonly LocalEntry[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const found: LocalEntry[] = [];
  for (const entry of entries) {
    const path = below + entry.name;
    if (isLeftOut(entry.isDirectory() ? `${path}/` : path)) found.push({ path, kind: 'left out' });
    else if (entry.name.includes(REPLACEMENT)) found.push({ path, kind: 'no UTF-8' });
    else if (entry.isDirectory()) found.push(...(await listLocal(root, isLeftOut, `${path}/`)));
    else found.push({ path, kind: kindOf(entry) });
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** What Node makes of bytes that are no UTF-8: no file is found by such a name. */
const REPLACEMENT = '\ufffd';

function kindOf(entry: Dirent): EntryKind {
  if (entry.isFile()) return 'file';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

export interface LocalContent {
  /** In bytes. */
  readonly size: number;
  /** In hex: the ETag that S3 gives an object uploaded in one part and not encrypted by KMS. */
  readonly md5: string;
}

export async function contentOf(path: string): Promise<LocalContent> {
  const hash = createHash('md5');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return { size: (await stat(path)).size, md5: hash.digest('hex') };
}
