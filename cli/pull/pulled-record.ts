// What a snapshot on disk is: kept beside its files, so that the two come and go together.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import pMap from 'p-map';
import type { DraftManifest, File, RunManifest } from '../../client/types.ts';
import { contentOf } from '../local-files.ts';
import { localPath } from './local-path.ts';

export type Manifest = RunManifest | DraftManifest;

export interface PulledRecord {
  readonly manifest: Manifest;
  /** MD5 of each file's bytes, by path. */
  readonly md5s: Readonly<Record<string, string>>;
  /** The snapshot that was shown before. */
  readonly replaced: string | null;
}

export async function writeRecord(path: string, record: PulledRecord): Promise<void> {
  await writeFile(path, JSON.stringify(record, null, 2), { flush: true });
}

/** `null` if there is none, or it was deleted by hand. */
export async function readRecord(path: string): Promise<PulledRecord | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Whether both pin the same object versions for the same purpose. */
export function isSameManifest(a: Manifest, b: Manifest): boolean {
  return identityOf(a) === identityOf(b);
}

function identityOf({ pipeline_id, version_number, fingerprint, bucket, files }: Manifest): string {
  return JSON.stringify([pipeline_id, version_number, fingerprint, bucket, files.map(identityOfFile)]);
}

function identityOfFile({ path, key, version_id, etag, size }: File): readonly unknown[] {
  return [path, key, version_id, etag, size];
}

/** Whether the files are there, all of them and no others, with the bytes that were pulled. */
export async function isIntact(dir: string, { manifest: { files }, md5s }: PulledRecord): Promise<boolean> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  if (entries.filter((entry) => !entry.isDirectory()).length !== files.length) return false;
  const isAsPulled = async ({ path }: File) => {
    const content = await contentOf(localPath(dir, path)).catch(() => null);
    return content?.md5 === md5s[path];
  };
  return (await pMap(files, isAsPulled, { concurrency: 16 })).every(Boolean);
}
