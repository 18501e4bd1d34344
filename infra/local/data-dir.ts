// The directory in which a server keeps everything.
import { constants } from 'node:fs';
import { access, mkdir, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { dataDirError } from './start-error.ts';

/** Makes it if it is missing. Throws a `StartError` if it cannot be read and written. */
export async function provideDataDir(path: string): Promise<void> {
  try {
    await makeDir(path);
    await readdir(path);
    await access(path, constants.W_OK);
  } catch (error) {
    throw dataDirError(error, path) ?? error;
  }
}

/** Not `mkdir` with `recursive`, which never returns where no directory can be made, such as below /proc. */
async function makeDir(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(path) === path) throw error;
    await makeDir(dirname(path));
    await mkdir(path);
  }
}
