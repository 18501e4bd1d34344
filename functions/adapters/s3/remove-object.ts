// A delete marker on top of an object that is there, by S3's own conditional delete.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
import { DeleteObjectCommand, type DeleteObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { filePathProblem } from '../../domain/file-path.ts';
import type { EditCondition, RemoveResult } from '../../ports/draft-files.ts';
import { reporting } from '../aws-failure.ts';
import {
  ConditionFailed,
  editOnCondition,
  isNotImplemented,
  outcomeUnknown,
  statusOf,
} from './edit-failure.ts';
import { headObject, savedFile } from './head-object.ts';

interface BucketObject {
  readonly Bucket: string;
  readonly Key: string;
}

/** `markerId` is left out where S3 did not name the marker. */
type Removed = { readonly removed: true; readonly markerId?: string | undefined };

export async function removeObject(
  client: S3Client,
  object: BucketObject,
  path: string,
  { ifMatch }: Pick<EditCondition, 'ifMatch'>,
): Promise<Removed | Extract<RemoveResult, { readonly removed: false }>> {
  const look = async () => {
    const head = await headObject(client, object).catch((failure: unknown) => {
      if (!isRefusedName(failure, path)) throw failure;
      return null;
    });
    return head && savedFile(path, head);
  };
  // S3 would put a marker where nothing is. MinIO ignores the condition, so there this look is the only check.
  const current = await look();
  if (current === null || (ifMatch !== undefined && current.etag !== ifMatch))
    return { removed: false, current };
  const unknown = `We don’t know whether ${path} was deleted: S3 did not answer, and others may have saved it since. Read it, and delete it again if what you then see is not wanted.`;
  try {
    const { VersionId } = await editOnCondition(
      () => reporting('S3', () => deleteObject(client, object, ifMatch)),
      { path, unknown },
    );
    return { removed: true, markerId: VersionId };
  } catch (failure) {
    if (!(failure instanceof ConditionFailed)) throw failure;
    const now = await look();
    if (!failure.mayBeDone) return { removed: false, current: now };
    // The repetition of a delete whose answer was lost finds the marker.
    if (now === null) return { removed: true };
    throw outcomeUnknown(unknown, failure);
  }
}

/** MinIO refuses names that its file system does not take: it has no such objects. */
function isRefusedName(failure: unknown, path: string): boolean {
  return filePathProblem(path) !== null && statusOf(failure) === 400;
}

async function deleteObject(
  client: S3Client,
  object: BucketObject,
  ifMatch?: string,
): Promise<DeleteObjectCommandOutput> {
  if (ifMatch === undefined) return client.send(new DeleteObjectCommand(object));
  try {
    return await client.send(new DeleteObjectCommand({ ...object, IfMatch: `"${ifMatch}"` }));
  } catch (failure) {
    if (!isNotImplemented(failure)) throw failure;
    return client.send(new DeleteObjectCommand(object)); // the port says what this is worth
  }
}
