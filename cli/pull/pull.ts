// pull: DIR becomes one whole snapshot, or stays the one that it was, whenever and however the process ends.
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { File } from '../../client/types.ts';
import { Failed } from '../failures.ts';
import { fetchFiles } from './fetch-files.ts';
import { isIntact, isSameManifest, type Manifest, readRecord, writeRecord } from './pulled-record.ts';
import { openSnapshotHome } from './snapshot-home.ts';

export interface PullDeps {
  readonly readManifest: (presign: boolean) => Promise<Manifest>;
  /** Called once the manifest is known and something has to be fetched, then for each file. */
  readonly onStart: (files: number) => void;
  readonly onFile: () => void;
  readonly signal: AbortSignal;
}

export interface Pulled {
  readonly manifest: Manifest;
  readonly dir: string;
  /** Whether anything had to be done. */
  readonly changed: boolean;
}

/** Throws `WrongUse`, `Failed` and what the client throws; then DIR is what it was. */
export async function pull(deps: PullDeps, out: string): Promise<Pulled> {
  const home = await openSnapshotHome(out);
  const { dir, current } = home;
  const manifest = await deps.readManifest(false);
  const record = current === null ? null : await readRecord(home.recordOf(current));
  await home.removeAllBut([current, record?.replaced ?? null]);
  if (record && isSameManifest(record.manifest, manifest) && (await isIntact(dir, record)))
    return { manifest, dir, changed: false };

  const name = await home.create(manifest.version_number === null ? 'draft' : `v${manifest.version_number}`);
  try {
    const md5s = await fetchAll(deps, manifest, home.filesOf(name));
    await writeRecord(home.recordOf(name), { manifest, md5s, replaced: current });
  } catch (error) {
    await rm(dirname(home.filesOf(name)), { recursive: true, force: true });
    throw error;
  }
  await home.show(name);
  await home.removeAllBut([name, current]);
  return { manifest, dir, changed: true };
}

async function fetchAll(deps: PullDeps, manifest: Manifest, dir: string) {
  deps.onStart(manifest.files.length);
  const { md5s, gone } = await fetchFiles(manifest.files, dir, {
    fetchLinks: () => linksOf(deps, manifest),
    onFile: deps.onFile,
    signal: deps.signal,
  });
  if (gone.length === 0) return md5s;
  throw new Failed(`What is pinned is no longer in the bucket: ${gone.join(', ')}. Nothing was replaced.`);
}

/** Links for exactly these pins: a draft may have moved on. */
async function linksOf({ readManifest }: PullDeps, manifest: Manifest): Promise<readonly File[]> {
  const linked = await readManifest(true);
  if (isSameManifest(linked, manifest)) return linked.files;
  throw new Failed('The draft was edited while it was pulled; pull it again.');
}
