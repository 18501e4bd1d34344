// The bytes of objects and parts, one immutable file each, named by a random ID that a version record holds.
// A file is written under incoming/ and renamed when complete. The start removes files that no record names.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, type FileHandle, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Bodies {
  /** Stores all chunks and returns the ID, or stores nothing and throws what the source threw. */
  write(chunks: AsyncIterable<Uint8Array>): Promise<string>;
  copy(bodyId: string): Promise<string>;
  /** Fails with ENOENT if the body was removed meanwhile. */
  open(bodyId: string): Promise<FileHandle>;
  remove(bodyIds: readonly string[]): Promise<void>;
  removeAllBut(bodyIds: ReadonlySet<string>): Promise<void>;
}

async function fill(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for await (const chunk of chunks) await file.appendFile(chunk);
  } finally {
    await file.close();
  }
}

export async function openBodies(directory: string): Promise<Bodies> {
  const incoming = join(directory, 'incoming');
  const whole = join(directory, 'whole');
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  await mkdir(whole, { recursive: true });

  async function create(produce: (path: string) => Promise<void>): Promise<string> {
    const bodyId = randomUUID();
    const path = join(incoming, bodyId);
    try {
      await produce(path);
      await rename(path, join(whole, bodyId));
      return bodyId;
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  const remove = async (bodyIds: readonly string[]): Promise<void> => {
    await Promise.all(bodyIds.map((bodyId) => rm(join(whole, bodyId), { force: true })));
  };

  return {
    write: (chunks) => create((path) => fill(path, chunks)),
    copy: (bodyId) => create((path) => copyFile(join(whole, bodyId), path, constants.COPYFILE_FICLONE)),
    open: (bodyId) => open(join(whole, bodyId)),
    remove,
    removeAllBut: async (bodyIds) => remove((await readdir(whole)).filter((bodyId) => !bodyIds.has(bodyId))),
  };
}
