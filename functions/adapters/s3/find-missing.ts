// Which of a version's pinned objects cannot be read: one list where a page shows all of them, else HEADs.
import pMap from 'p-map';
import type { PinnedFile } from '../../domain/snapshot.ts';
import type { MissingFile } from '../../ports/draft-files.ts';
import { archivedIn, mayBeArchived } from './archived.ts';
import { headObject } from './head-object.ts';
import type { Place } from './list-draft.ts';
import { type VersionsPage, versionPages } from './list-keys.ts';
import { PARALLEL_HEADS } from './resolve-pins.ts';

export async function findMissing(
  { client, bucket, prefix }: Place,
  pins: readonly PinnedFile[] | Promise<readonly PinnedFile[]>,
): Promise<readonly MissingFile[]> {
  const listing = versionPages(client, bucket, prefix).next();
  const [files, { value: page }] = await Promise.all([pins, listing]);
  const listed: VersionsPage['versions'] = page?.versions ?? [];
  const readable = listed.filter(({ storageClass }) => !mayBeArchived(storageClass));
  const there = new Set(readable.map(identity));
  // Not even the whole list proves that a version is gone: MinIO's can lack some while others write their objects.
  const unseen = files.filter((file) => !there.has(identity(file)));
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

interface Identified {
  readonly path: string;
  readonly versionId: string | null;
}

function identity({ path, versionId }: Identified): string {
  return JSON.stringify([path, versionId]);
}
