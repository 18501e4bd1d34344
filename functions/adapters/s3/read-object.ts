// One object with its bytes, by version ID or as it is now.
import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { StoredFile } from '../../ports/draft-files.ts';
import { reporting } from '../aws-failure.ts';
import { isArchived } from './archived.ts';
import { isGone } from './head-object.ts';
import { toEtag, toVersionId } from './list-keys.ts';

/** What S3 says of an object besides its key; `null` if there is no such object or object version. */
export async function readObject(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string; readonly VersionId?: string },
  maxBytes: number,
): Promise<Omit<StoredFile, 'path'> | null> {
  try {
    // The bytes come within the same request: a connection that breaks in the middle is a failure of S3, too.
    return await reporting('S3', async () => {
      const answer = await client.send(new GetObjectCommand(object));
      const { ETag = '', ContentLength: size = 0, LastModified, VersionId } = answer;
      const bytes = await bytesOf(answer, size <= maxBytes);
      const lastModified = LastModified?.getTime() ?? 0;
      return { etag: toEtag(ETag), size, lastModified, versionId: toVersionId(VersionId), bytes };
    });
  } catch (failure) {
    if (isGone(failure) || isArchived(failure)) return null;
    throw failure;
  }
}

/** The headers come before the bytes; hanging up there costs a connection, and saves what nobody wants. */
async function bytesOf({ Body }: GetObjectCommandOutput, wanted: boolean): Promise<Uint8Array | null> {
  if (wanted) return (await Body?.transformToByteArray()) ?? new Uint8Array();
  (Body as Readable | undefined)?.destroy();
  return null;
}
