// A directory for a server's data, in one that must stay empty but for it.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Box {
  readonly dataDir: string;
  /** Throws if anything was written beside the data. */
  check(): Promise<void>;
  remove(): Promise<void>;
}

export async function createBox(): Promise<Box> {
  const root = await mkdtemp(join(tmpdir(), 'fuzz-server-'));
  const middle = join(root, 'middle');
  const dataDir = join(middle, 'data');
  return {
    dataDir,
    async check() {
      const found = [...(await readdir(root)), ...(await readdir(middle))].join();
      if (found !== 'middle,data') throw new Error(`written beside the data: ${found}`);
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
