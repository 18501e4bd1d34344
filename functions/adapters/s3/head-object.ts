// What S3 says of one object or object version, without its bytes.
import { HeadObjectCommand, type HeadObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { SavedFile } from '../../domain/snapshot.ts';
import { reporting } from '../aws-failure.ts';
import { toEtag, toVersionId } from './list-keys.ts';

/** `null` if there is no such object or object version. */
export async function headObject(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string; readonly VersionId?: string },
): Promise<HeadObjectCommandOutput | null> {
  try {
    return await reporting('S3', () => client.send(new HeadObjectCommand(object)));
  } catch (failure) {
    if (isGone(failure)) return null;
    throw failure;
  }
}

// 404: no such key or version. 405: a delete marker.
export function isGone(failure: unknown): boolean {
  const status = (failure as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata
    ?.httpStatusCode;
  return status === 404 || status === 405;
}

/** A current object by its HEAD. */
export function savedFile(
  path: string,
  { ETag = '', ContentLength: size = 0, VersionId }: HeadObjectCommandOutput,
): SavedFile {
  return { path, etag: toEtag(ETag), size, versionId: toVersionId(VersionId) };
}
