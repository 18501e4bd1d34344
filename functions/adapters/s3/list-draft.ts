// The lists of a draft. What a list costs depends on files and changes, never on the edit history.
import type { S3Client } from '@aws-sdk/client-s3';
import { type DeletedFile, type ListedFile, MAX_FILES, sortByPath } from '../../domain/snapshot.ts';
import type { ListHints, Listing } from '../../ports/draft-files.ts';
import { type DatedFile, objectPages, versionPages } from './list-keys.ts';
import { resolvePins } from './resolve-pins.ts';

/** Where the draft is. */
export interface Place {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/** Notes for the next list: whether old versions prevail here, and when this list began, by the server's clock. */
interface Notes {
  readonly byObjects: boolean;
  readonly date: number;
}

/** The current objects with their version IDs; `null` if they changed so much meanwhile that no listing came out. */
export async function listDraft(place: Place, hints: ListHints): Promise<Listing | null> {
  const before = hints.previous?.notes as Notes | undefined;
  const byVersions = before?.byObjects ? 'mostly-old' : await listByVersions(place);
  if (byVersions === 'torn') return null;
  return byVersions === 'mostly-old' ? listByObjects(place, hints) : byVersions;
}

/** With old versions and version IDs; gives up as soon as most of what comes is old versions. */
async function listByVersions({ client, bucket, prefix }: Place): Promise<Listing | 'mostly-old' | 'torn'> {
  const files: ListedFile[] = [];
  const deleted: DeletedFile[] = [];
  const paths = new Set<string>();
  let entries = 0;
  let date = Number.POSITIVE_INFINITY;
  for await (const page of versionPages(client, bucket, prefix)) {
    files.push(...page.files);
    deleted.push(...page.deleted);
    for (const { path } of page.versions) paths.add(path);
    entries += page.entries;
    date = Math.min(date, page.date);
    if (page.last || files.length > MAX_FILES) break;
    if (files.length * 2 < entries) return 'mostly-old';
  }
  for (const { path } of [...files, ...deleted]) paths.delete(path);
  // Of a file that is there, some version is current. LocalStack can be read in the middle of a save, when none is.
  if (paths.size > 0) return 'torn';
  return { files: sortByPath(files), deleted, notes: { byObjects: false, date } satisfies Notes };
}

/** Without old versions; version IDs are known or asked for. */
async function listByObjects(place: Place, { known, previous }: ListHints): Promise<Listing | null> {
  const { files, date } = await listObjects(place, MAX_FILES);
  const notes: Notes = { byObjects: true, date };
  if (files.length > MAX_FILES)
    return { files: files.map((file) => ({ ...file, versionId: null })), deleted: [], notes };
  const before = previous?.notes as Notes | undefined;
  const resolved = await resolvePins(place.client, place.bucket, place.prefix, files, {
    current: await known(),
    previous: previous?.files ?? [],
    previousDate: before?.date ?? null,
  });
  return resolved && { files: resolved, deleted: [], notes };
}

/** The current objects, sorted by path, and the server's time when the list began. Ends soon after `most` files. */
export async function listObjects(
  { client, bucket, prefix }: Place,
  most: number,
): Promise<{ readonly files: readonly DatedFile[]; readonly date: number }> {
  const files: DatedFile[] = [];
  let date = Number.POSITIVE_INFINITY;
  for await (const page of objectPages(client, bucket, prefix)) {
    files.push(...page.files);
    date = Math.min(date, page.date);
    if (files.length > most) break;
  }
  return { files: sortByPath(files), date };
}
