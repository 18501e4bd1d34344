// The directory in which a server keeps everything. The server's own directories are for its user alone.
import { constants } from 'node:fs';
import { access, chmod, mkdir, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dataDirError } from './start-error.ts';

const PRIVATE_DIR = 0o700;

/** For programs: whatever they create is for their user alone. LevelDB has no option for the mode of its files. */
export function createPrivateFiles(): void {
  process.umask(0o077);
}

/**
 * Makes it if it is missing. A directory that exists may hold files of others, and keeps its mode. Throws a `StartError`
 * if it cannot be read and written.
 */
export async function provideDataDir(path: string): Promise<void> {
  try {
    await makeDir(path);
    await readdir(path);
    await access(path, constants.W_OK);
  } catch (error) {
    throw dataDirError(error, path) ?? error;
  }
}

/** Makes a directory for one server, or closes one that an older start left open to others. */
export async function providePrivateDir(path: string): Promise<string> {
  await makeDir(path);
  await chmod(path, PRIVATE_DIR);
  return path;
}

/** Not `mkdir` with `recursive`, which never returns where no directory can be made, such as below /proc. */
async function makeDir(path: string): Promise<void> {
  try {
    await mkdir(path, PRIVATE_DIR);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeDir(dirname(path));
    await mkdir(path, PRIVATE_DIR);
  }
}
