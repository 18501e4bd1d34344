// What S3 says of one object or object version, without its bytes.
import {
  HeadBucketCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { SavedFile } from '../../domain/snapshot.ts';
import { reporting } from '../aws-failure.ts';
import { toEtag, toVersionId } from './list-keys.ts';

/** `null` if there is no such object or object version. Rejects if there is no such bucket. */
export async function headObject(
  client: S3Client,
  object: { readonly Bucket: string; readonly Key: string; readonly VersionId?: string },
): Promise<HeadObjectCommandOutput | null> {
  try {
    return await reporting('S3', () => client.send(new HeadObjectCommand(object)));
  } catch (failure) {
    if (!isGone(failure)) throw failure;
    // A HEAD's 404 has no body, so it does not tell a missing key from a missing bucket.
    await headBucket(client, object.Bucket);
    return null;
  }
}

/** Rejects if there is no such bucket, or if it cannot be reached. */
export async function headBucket(client: S3Client, Bucket: string): Promise<void> {
  await reporting('S3', () => client.send(new HeadBucketCommand({ Bucket })));
}

interface Failure {
  readonly name?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

// 404: no such key or version. 405: a delete marker.
export function isGone(failure: unknown): boolean {
  const { name, $metadata } = failure as Failure;
  if (name === 'NoSuchBucket') return false;
  return $metadata?.httpStatusCode === 404 || $metadata?.httpStatusCode === 405;
}

/** A current object by its HEAD. */
export function savedFile(
  path: string,
  { ETag = '', ContentLength: size = 0, VersionId }: HeadObjectCommandOutput,
): SavedFile {
  return { path, etag: toEtag(ETag), size, versionId: toVersionId(VersionId) };
}
