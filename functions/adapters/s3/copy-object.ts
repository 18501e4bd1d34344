// An old version of an object copied within S3: made current again, or put elsewhere.
import { CopyObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import pRetry from 'p-retry';
import { reporting } from '../aws-failure.ts';
import { archivedIn } from './archived.ts';
import { copyInParts, type Destination, partCountOf } from './copy-in-parts.ts';
import { copySource, type ObjectVersion } from './copy-source.ts';
import { headObject, isGone } from './head-object.ts';
import { toEtag } from './list-keys.ts';

const TRIES = { retries: 5, minTimeout: 20, randomize: true };

/** `versionId` is left out where S3 did not name the copy. */
export interface Copy {
  readonly versionId?: string | undefined;
}

/** `null` if there is no such version, or if it is archived. To its own key by default. */
export async function copyObject(
  client: S3Client,
  version: ObjectVersion,
  to: Destination = { Bucket: version.Bucket, Key: version.Key },
): Promise<Copy | null> {
  const source = await headObject(client, version);
  if (source === null || archivedIn(source) !== null) return null;
  const partCount = partCountOf(toEtag(source.ETag ?? ''));
  const size = source.ContentLength ?? 0;
  const copy = () =>
    partCount > 0
      ? copyInParts(client, { version, size, partCount }, metadataOf(source), to)
      : copyInOnePiece(client, version, source, to);
  // While others write the same object, MinIO's copy can miss a version that a HEAD finds.
  const isThere = async () => (await headObject(client, version)) !== null;
  try {
    return await pRetry(copy, { ...TRIES, shouldRetry: async ({ error }) => isGone(error) && isThere() });
  } catch (failure) {
    if (isGone(failure) && !(await isThere())) return null;
    throw failure;
  }
}

async function copyInOnePiece(
  client: S3Client,
  version: ObjectVersion,
  source: HeadObjectCommandOutput,
  to: Destination,
): Promise<Copy> {
  const command = new CopyObjectCommand({
    ...to,
    CopySource: copySource(version),
    // LocalStack takes every version for the current one, and refuses to copy that onto itself with its metadata.
    MetadataDirective: 'REPLACE',
    ...metadataOf(source),
    // No tags, as after any save. Copying them would need rights to them.
    TaggingDirective: 'REPLACE',
  });
  const { VersionId } = await reporting('S3', () => client.send(command));
  return { versionId: VersionId };
}

function metadataOf(source: HeadObjectCommandOutput) {
  const { ContentType, ContentEncoding, ContentDisposition, ContentLanguage, CacheControl, Metadata } =
    source;
  const kept = {
    ContentType,
    ContentEncoding,
    ContentDisposition,
    ContentLanguage,
    CacheControl,
    Metadata,
  };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
}
