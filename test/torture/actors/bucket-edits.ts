// Edits straight in the bucket, as editors make them that know nothing of the service.
import { createHash } from 'node:crypto';
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import type { Life } from './life.ts';

/** Returns the ETag, done or not. */
export async function saveInBucket(life: Life, s3: S3Client, path: string, content: string): Promise<string> {
  const etag = etagOf(content);
  const began = performance.now();
  const put = new PutObjectCommand({ ...object(life, path), Body: content });
  const saved = await s3.send(put).catch(() => null);
  const ended = saved === null ? null : performance.now();
  const outcome = saved === null ? 'unknown' : 'done';
  const versionId = saved?.VersionId ?? null;
  life.operations.push({ op: 'save', began, ended, path, etag, outcome, versionId });
  return etag;
}

export async function deleteInBucket(life: Life, s3: S3Client, path: string): Promise<void> {
  const began = performance.now();
  const deleted = await s3.send(new DeleteObjectCommand(object(life, path))).catch(() => null);
  const ended = deleted === null ? null : performance.now();
  const outcome = deleted === null ? 'unknown' : 'done';
  // MinIO leaves no marker where there never was an object.
  life.operations.push({ op: 'delete', began, ended, path, outcome, versionId: deleted?.VersionId ?? null });
}

export function etagOf(content: string): string {
  return createHash('md5').update(content).digest('hex');
}

function object({ bucket, pipeline }: Life, path: string) {
  return { Bucket: bucket, Key: keyPrefix(pipeline) + path };
}
