// DraftFiles on a versioned S3 bucket.
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { keyPrefix, type Pipeline } from '../../domain/pipeline.ts';
import { MAX_COUNTED_FILES } from '../../domain/snapshot.ts';
import type { DraftFiles } from '../../ports/draft-files.ts';
import { createBucketVersioning } from './bucket-versioning.ts';
import { copyObject } from './copy-object.ts';
import { findEntangled } from './find-entangled.ts';
import { findMissing } from './find-missing.ts';
import { listDraft, listObjects } from './list-draft.ts';
import { readObject } from './read-object.ts';
import { removeObject } from './remove-object.ts';
import { writeObject } from './write-object.ts';

export function createS3DraftFiles(client: S3Client, bucket: string): DraftFiles {
  const versioning = createBucketVersioning(client, bucket);
  const placeOf = (pipeline: Pipeline) => ({ client, bucket, prefix: keyPrefix(pipeline) });
  const objectAt = (pipeline: Pipeline, path: string) => ({
    Bucket: bucket,
    Key: keyPrefix(pipeline) + path,
  });

  return {
    listDraft: (pipeline, hints) => listDraft(placeOf(pipeline), hints),

    listContent: async (pipeline) => (await listObjects(placeOf(pipeline), MAX_COUNTED_FILES)).files,

    findMissing: (pipeline, pins) => findMissing(placeOf(pipeline), pins),

    findEntangled: (pipeline, path) => findEntangled(placeOf(pipeline), path),

    async read(pipeline, { path, versionId }, maxBytes) {
      const object = { Bucket: bucket, Key: keyPrefix(pipeline) + path };
      const pinned = { ...object, ...(versionId !== undefined && { VersionId: versionId }) };
      const read = await readObject(client, pinned, maxBytes);
      return read && { path, ...read };
    },

    async write(pipeline, file, condition) {
      await versioning.assertOn(pipeline);
      const result = await writeObject(client, objectAt(pipeline, file.path), file, condition);
      if (result.written) await versioning.assertKept(pipeline, file.path, result.file.versionId);
      return result;
    },

    async remove(pipeline, path, condition) {
      await versioning.assertOn(pipeline);
      const result = await removeObject(client, objectAt(pipeline, path), path, condition);
      if (!result.removed) return result;
      await versioning.assertKept(pipeline, path, result.markerId);
      return { removed: true };
    },

    async copy(pipeline, { path, versionId }) {
      await versioning.assertOn(pipeline);
      const copy = await copyObject(client, { ...objectAt(pipeline, path), VersionId: versionId });
      if (copy !== null) await versioning.assertKept(pipeline, path, copy.versionId);
      return copy !== null;
    },

    presign(pipeline, { path, versionId }, seconds) {
      const object = { Bucket: bucket, Key: keyPrefix(pipeline) + path, VersionId: versionId };
      return getSignedUrl(client, new GetObjectCommand(object), { expiresIn: seconds });
    },

    versioning: versioning.ask,
  };
}
