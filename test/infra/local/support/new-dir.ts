// A directory of its own for a test, removed when it ends.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export async function newDir(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'local-server-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
