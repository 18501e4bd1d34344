// A file written by S3's own conditional write.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
import { randomUUID } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import type { SavedFile } from '../../domain/snapshot.ts';
import type { EditCondition, NewFile, WriteResult } from '../../ports/draft-files.ts';
import { reporting } from '../aws-failure.ts';
import { ConditionFailed, editOnCondition, outcomeUnknown } from './edit-failure.ts';
import { headObject, savedFile } from './head-object.ts';
import { toEtag, toVersionId, type VersionsPage, versionPages } from './list-keys.ts';
import { PARALLEL_HEADS } from './resolve-pins.ts';

/** User metadata that tells one write from all others, whatever their bytes. */
const MARK = 'write-id';

/** S3's times are rounded to seconds, and the clocks of its servers differ. */
const CLOCK_MARGIN_MS = 5_000;

interface BucketObject {
  readonly Bucket: string;
  readonly Key: string;
}

interface OwnWrite {
  readonly path: string;
  readonly size: number;
  readonly mark: string;
  /** Since it was first sent. */
  readonly milliseconds: number;
}

export async function writeObject(
  client: S3Client,
  object: BucketObject,
  { path, bytes, contentType }: NewFile,
  { ifMatch, ifNoneMatch }: EditCondition,
): Promise<WriteResult> {
  const mark = randomUUID();
  const began = performance.now();
  const command = new PutObjectCommand({
    ...object,
    Body: bytes,
    ContentLength: bytes.length,
    ContentType: contentType,
    Metadata: { [MARK]: mark },
    ...(ifMatch !== undefined && { IfMatch: `"${ifMatch}"` }),
    ...(ifNoneMatch !== undefined && { IfNoneMatch: ifNoneMatch }),
  });
  const unknown = `We don’t know whether ${path} was stored: S3 did not answer, and others may have saved it since. Read it, and save it again, with the ETag that you then see, if your change is not in it.`;
  try {
    const { ETag = '', VersionId } = await editOnCondition(
      () => reporting('S3', () => client.send(command)),
      { path, unknown },
    );
    const file = { path, etag: toEtag(ETag), size: bytes.length, versionId: toVersionId(VersionId) };
    return { written: true, file };
  } catch (failure) {
    if (!(failure instanceof ConditionFailed)) throw failure;
    const head = await headObject(client, object);
    const current = head && savedFile(path, head);
    if (current !== null && head?.Metadata?.[MARK] === mark) return { written: true, file: current };
    const overwritten = await findMarked(client, object, {
      ...{ path, size: bytes.length, mark },
      milliseconds: performance.now() - began,
    });
    if (overwritten !== null) return { written: true, file: overwritten };
    if (failure.mayBeDone) throw outcomeUnknown(unknown, failure);
    return { written: false, current };
  }
}

/**
 * A write is sent twice where its answer is lost, or by a network between, and the second one fails on the first. By
 * then others may have saved on top of it: it is among the old versions of the last `milliseconds`, by S3's clock. Of
 * those, the newest 1,000 are looked at.
 */
async function findMarked(
  client: S3Client,
  { Bucket, Key }: BucketObject,
  { path, size, mark, milliseconds }: OwnWrite,
): Promise<SavedFile | null> {
  const page: VersionsPage | undefined = (await versionPages(client, Bucket, Key).next()).value;
  if (page === undefined) return null;
  const since = page.date - milliseconds - CLOCK_MARGIN_MS;
  const ownKey = page.versions.filter(
    (version) => version.path === '' && version.size === size && version.lastModified >= since,
  );
  const found = await pMap(
    ownKey,
    async ({ versionId }) => {
      const head =
        versionId === null ? null : await headObject(client, { Bucket, Key, VersionId: versionId });
      return head?.Metadata?.[MARK] === mark ? savedFile(path, head) : null;
    },
    { concurrency: PARALLEL_HEADS },
  );
  return found.find((file) => file !== null) ?? null;
}
