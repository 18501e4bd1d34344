// Version IDs for a list that came without them: known pins are taken over, the rest is asked for, file by file.
import type { S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { ListedFile, PinnedFile } from '../../domain/snapshot.ts';
import { headObject } from './head-object.ts';
import { type DatedFile, toEtag, toVersionId } from './list-keys.ts';

export const PARALLEL_HEADS = 32;

/** AWS dates objects in whole seconds and by clocks that agree within one: what is older than this is certainly older. */
const CLOCK_MARGIN_MS = 2_000;

export interface Known {
  readonly current: readonly PinnedFile[];
  /** The list before this one, and when it was made by the server's clock: `null` without one, 0 if it did not say. */
  readonly previous: readonly ListedFile[];
  readonly previousDate: number | null;
}

/** `null` if a file changed between the list and the look at it. */
export async function resolvePins(
  client: S3Client,
  bucket: string,
  prefix: string,
  files: readonly DatedFile[],
  known: Known,
): Promise<readonly ListedFile[] | null> {
  const pinOf = knownPins(known);
  const resolved = await pMap(files, async (file) => pinOf(file) ?? lookAt(client, bucket, prefix, file), {
    concurrency: PARALLEL_HEADS,
  });
  return resolved.every((file) => file !== null) ? resolved : null;
}

/**
 * A file with the same ETag, size and time as a known pin is that object version, unless it was saved twice within
 * the second that its time names. Against the list before, only files saved well before that list are taken over:
 * else a file that was changed and changed back within one second would look as if it had held still.
 */
function knownPins({ current, previous, previousDate }: Known): (file: DatedFile) => ListedFile | null {
  const pins = new Map<string, ListedFile>();
  for (const file of current) pins.set(identity(file), file);
  for (const file of previous) pins.set(identity(file), file);
  return (file) => {
    const heldStill = previousDate === null || file.lastModified + CLOCK_MARGIN_MS < previousDate;
    return heldStill ? (pins.get(identity(file)) ?? null) : null;
  };
}

function identity({ path, etag, size, lastModified }: DatedFile): string {
  return JSON.stringify([path, etag, size, lastModified]);
}

async function lookAt(
  client: S3Client,
  bucket: string,
  prefix: string,
  file: DatedFile,
): Promise<ListedFile | null> {
  const head = await headObject(client, { Bucket: bucket, Key: prefix + file.path });
  if (head === null || toEtag(head.ETag ?? '') !== file.etag || head.ContentLength !== file.size) return null;
  // The header has whole seconds only.
  const seconds = (milliseconds = 0) => Math.floor(milliseconds / 1000);
  if (seconds(head.LastModified?.getTime()) !== seconds(file.lastModified)) return null;
  return { ...file, versionId: toVersionId(head.VersionId) };
}
