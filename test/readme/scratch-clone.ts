// A copy of what git knows of this project, changes included, in a directory of its own: what a page's commands leave
// behind is gone with it.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const KNOWN = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];

export interface ScratchClone {
  readonly dir: string;
  remove(): Promise<void>;
}

/** `installed`: with this project's own node_modules, as after `npm ci`. */
export async function makeScratchClone(installed: boolean): Promise<ScratchClone> {
  const home = await mkdtemp(join(tmpdir(), 'scratch-clone-'));
  const dir = join(home, 'pipeline-versioning');
  const files = execFileSync('git', KNOWN, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 24 });
  for (const file of files.split('\0')) {
    if (file === '' || !existsSync(join(ROOT, file))) continue;
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await cp(join(ROOT, file), join(dir, file), { verbatimSymlinks: true });
  }
  if (installed) await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  return { dir, remove: () => rm(home, { recursive: true }) };
}
