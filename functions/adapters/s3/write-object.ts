// A file written by S3's own conditional write.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
import { randomUUID } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { EditCondition, NewFile, WriteResult } from '../../ports/draft-files.ts';
import { reporting } from '../aws-failure.ts';
import { isConditionFailure, unlessInConflict } from './edit-failure.ts';
import { headObject, savedFile } from './head-object.ts';
import { toEtag, toVersionId } from './list-keys.ts';

/** User metadata that tells one write from all others, whatever their bytes. */
const MARK = 'write-id';

export async function writeObject(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string },
  { path, bytes, contentType }: NewFile,
  { ifMatch, ifNoneMatch }: EditCondition,
): Promise<WriteResult> {
  const mark = randomUUID();
  const command = new PutObjectCommand({
    ...object,
    Body: bytes,
    ContentLength: bytes.length,
    ContentType: contentType,
    Metadata: { [MARK]: mark },
    ...(ifMatch !== undefined && { IfMatch: `"${ifMatch}"` }),
    ...(ifNoneMatch !== undefined && { IfNoneMatch: ifNoneMatch }),
  });
  try {
    const { ETag = '', VersionId } = await unlessInConflict(path, () =>
      reporting('S3', () => client.send(command)),
    );
    const file = { path, etag: toEtag(ETag), size: bytes.length, versionId: toVersionId(VersionId) };
    return { written: true, file };
  } catch (failure) {
    if (!isConditionFailure(failure)) throw failure;
    const head = await headObject(client, object);
    const current = head && savedFile(path, head);
    // The SDK repeats a write whose answer was lost, and the repetition fails on its own success.
    if (current !== null && head?.Metadata?.[MARK] === mark) return { written: true, file: current };
    return { written: false, current };
  }
}
