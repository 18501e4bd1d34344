// Which of a version's pinned objects cannot be read: lists while their pages show pins, then HEADs.
import pMap from 'p-map';
import type { PinnedFile } from '../../domain/snapshot.ts';
import type { MissingFile } from '../../ports/draft-files.ts';
import { archivedIn, mayBeArchived } from './archived.ts';
import { headObject } from './head-object.ts';
import type { Place } from './list-draft.ts';
import { type VersionsPage, versionPages } from './list-keys.ts';
import { PARALLEL_HEADS } from './resolve-pins.ts';

/** A page takes as long as so many HEADs, beside each other, and computes as much. */
const HEADS_OF_A_PAGE = 50;

export async function findMissing(
  place: Place,
  pins: readonly PinnedFile[] | Promise<readonly PinnedFile[]>,
): Promise<readonly MissingFile[]> {
  const { client, bucket, prefix } = place;
  // Not even the whole list proves that a version is gone: MinIO's can lack some while others write their objects.
  const unseen = await notListed(place, pins);
  const head = ({ path, versionId }: PinnedFile) =>
    headObject(client, { Bucket: bucket, Key: prefix + path, VersionId: versionId });
  const heads = await pMap(unseen, head, { concurrency: PARALLEL_HEADS });
  return unseen.flatMap((file, index): readonly MissingFile[] => {
    const found = heads[index];
    if (!found) return [{ ...file, archivedIn: null }];
    const archive = archivedIn(found);
    return archive === null ? [] : [{ ...file, archivedIn: archive }];
  });
}

/** The first list begins before the pins are known. A history of many edits is left at the first page without many pins. */
async function notListed(
  { client, bucket, prefix }: Place,
  pins: readonly PinnedFile[] | Promise<readonly PinnedFile[]>,
): Promise<readonly PinnedFile[]> {
  const pages = versionPages(client, bucket, prefix);
  let [unseen, page] = await Promise.all([pins, pages.next()]);
  while (!page.done) {
    const left = notIn(page.value, unseen);
    const shown = unseen.length - left.length;
    unseen = left;
    if (shown < HEADS_OF_A_PAGE || unseen.length < HEADS_OF_A_PAGE) break;
    page = await pages.next();
  }
  return unseen;
}

function notIn({ versions }: VersionsPage, files: readonly PinnedFile[]): readonly PinnedFile[] {
  const readable = versions.filter(({ storageClass }) => !mayBeArchived(storageClass));
  const there = new Set(readable.map(identity));
  return files.filter((file) => !there.has(identity(file)));
}

interface Identified {
  readonly path: string;
  readonly versionId: string | null;
}

function identity({ path, versionId }: Identified): string {
  return JSON.stringify([path, versionId]);
}
