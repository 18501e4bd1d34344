// pull: DIR becomes one whole snapshot, or stays the one that it was, whenever and however the process ends.

import { Failed } from '../failures.ts';
import { quotedList } from '../output/quoted.ts';
import { fetchFiles } from './fetch-files.ts';
import { hasFiles } from './has-files.ts';
import { isSameManifest, type Manifest, readRecord, writeRecord } from './pulled-record.ts';
import { openSnapshotHome } from './snapshot-home.ts';
import { assertTrusted } from './trusted-links.ts';
import { type Sorted, sortByUse, type UnusableFile } from './usable-files.ts';

export interface PullDeps {
  readonly readManifest: (presign: boolean) => Promise<Manifest>;
  /** Where the service is. */
  readonly serviceUrl: string;
  /** Called once the manifest is known and something has to be fetched, then for each file. */
  readonly onStart: (files: number) => void;
  readonly onFile: () => void;
  readonly signal: AbortSignal;
}

export interface PullOptions {
  /** Whether files that cannot stand below a directory are left out. Otherwise they are an error. */
  readonly skipUnusable: boolean;
}

export interface Pulled {
  readonly manifest: Manifest;
  readonly dir: string;
  /** Whether anything had to be done. */
  readonly changed: boolean;
  readonly left: readonly UnusableFile[];
}

/** Throws `WrongUse`, `Failed` and what the client throws; then DIR is what it was. */
export async function pull(deps: PullDeps, out: string, options: PullOptions): Promise<Pulled> {
  const home = await openSnapshotHome(out);
  const { dir, current } = home;
  const manifest = await deps.readManifest(false);
  const { usable, unusable } = sortByUse(manifest.files);
  if (!options.skipUnusable) refuseUnusable(unusable);
  const record = current === null ? null : await readRecord(home.recordOf(current));
  await home.removeAllBut([current, record?.replaced ?? null]);
  const pulled = { manifest, dir, left: unusable };
  const isSame = current !== null && record !== null && isSameManifest(record.manifest, manifest);
  if (isSame && (await hasFiles(home.filesOf(current), usable))) return { ...pulled, changed: false };

  const name = await home.create(manifest.version_number);
  try {
    await fetchAll(deps, manifest, usable, home.filesOf(name));
    await writeRecord(home.recordOf(name), { manifest, replaced: current });
  } catch (error) {
    await home.remove(name);
    throw error;
  }
  await home.show(name);
  await home.removeAllBut([name, current]);
  return { ...pulled, changed: true };
}

function refuseUnusable(unusable: Sorted['unusable']): void {
  const [first] = unusable;
  if (first === undefined) return;
  const names = quotedList(unusable.map(({ path }) => path));
  const which = unusable.length === 1 ? `cannot be a file: ${first.why}` : 'cannot be files';
  throw new Failed(`${names} ${which}. --skip-unusable pulls the others. Nothing was replaced.`);
}

async function fetchAll(deps: PullDeps, manifest: Manifest, files: Sorted['usable'], dir: string) {
  deps.onStart(files.length);
  const gone = await fetchFiles(files, dir, {
    fetchLinks: () => linksOf(deps, manifest),
    onFile: deps.onFile,
    signal: deps.signal,
  });
  if (gone.length === 0) return;
  throw new Failed(`What is pinned is no longer in the bucket: ${quotedList(gone)}. Nothing was replaced.`);
}

/** Links for exactly these pins: a draft may have moved on. */
async function linksOf({ readManifest, serviceUrl }: PullDeps, manifest: Manifest) {
  const linked = await readManifest(true);
  if (!isSameManifest(linked, manifest))
    throw new Failed('The draft was edited while it was pulled; pull it again.');
  assertTrusted(linked, serviceUrl);
  return linked.files;
}
