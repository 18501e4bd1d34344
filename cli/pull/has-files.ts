// Whether a directory is a snapshot already. What says so is the service, not anything that lies beside the files.
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import pMap from 'p-map';
import type { File } from '../../client/types.ts';
import { contentOf } from '../local-files.ts';

const PARALLEL_READS = 16;

/**
 * Whether these files are there, no others, no links, and each with the bytes that the service pins. Where an ETag is
 * no MD5 (several parts, or KMS) that cannot be told, and the answer is no.
 */
export async function hasFiles(dir: string, files: readonly File[]): Promise<boolean> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  const others = entries.filter((entry) => !entry.isDirectory());
  if (others.length !== files.length || !others.every((entry) => entry.isFile())) return false;
  const there = new Set(
    others.map(({ parentPath, name }) => relative(dir, join(parentPath, name)).split(sep).join('/')),
  );
  const isAsPinned = async ({ path, size, etag }: File) => {
    if (!there.has(path)) return false;
    const content = await contentOf(join(dir, path)).catch(() => null);
    return content?.size === size && content.md5 === etag;
  };
  return (await pMap(files, isAsPinned, { concurrency: PARALLEL_READS })).every(Boolean);
}
