// A delete marker on top of an object that is there, by S3's own conditional delete.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
import { DeleteObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { EditCondition, RemoveResult } from '../../ports/draft-files.ts';
import { reporting } from '../aws-failure.ts';
import { isConditionFailure, isNotImplemented, unlessInConflict, wasRepeated } from './edit-failure.ts';
import { headObject, savedFile } from './head-object.ts';

interface BucketObject {
  readonly Bucket: string;
  readonly Key: string;
}

export async function removeObject(
  client: S3Client,
  object: BucketObject,
  path: string,
  { ifMatch }: Pick<EditCondition, 'ifMatch'>,
): Promise<RemoveResult> {
  const look = async () => {
    const head = await headObject(client, object);
    return head && savedFile(path, head);
  };
  // S3 would put a marker where nothing is. MinIO ignores the condition, so there this look is the only check.
  const current = await look();
  if (current === null || (ifMatch !== undefined && current.etag !== ifMatch))
    return { removed: false, current };
  try {
    await unlessInConflict(path, () => reporting('S3', () => deleteObject(client, object, ifMatch)));
    return { removed: true };
  } catch (failure) {
    if (!isConditionFailure(failure)) throw failure;
    const now = await look();
    // The SDK repeats a delete whose answer was lost, and the repetition finds the marker.
    return now === null && wasRepeated(failure) ? { removed: true } : { removed: false, current: now };
  }
}

async function deleteObject(client: S3Client, object: BucketObject, ifMatch?: string): Promise<void> {
  if (ifMatch === undefined) return void (await client.send(new DeleteObjectCommand(object)));
  try {
    await client.send(new DeleteObjectCommand({ ...object, IfMatch: `"${ifMatch}"` }));
  } catch (failure) {
    if (!isNotImplemented(failure)) throw failure;
    await client.send(new DeleteObjectCommand(object)); // the port says what this is worth
  }
}
