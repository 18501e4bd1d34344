// What a HEAD says of a current object.
import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { SavedFile } from '../../domain/snapshot.ts';
import { toEtag, toVersionId } from './list-keys.ts';

export function savedFile(
  path: string,
  { ETag = '', ContentLength: size = 0, VersionId }: HeadObjectCommandOutput,
): SavedFile {
  return { path, etag: toEtag(ETag), size, versionId: toVersionId(VersionId) };
}
