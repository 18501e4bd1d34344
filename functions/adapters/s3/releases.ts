// Releases on S3. Every write is for a key where nothing is.
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { DomainError } from '../../domain/errors.ts';
import { keyPrefix, type Pipeline } from '../../domain/pipeline.ts';
import type { ReleaseForm } from '../../domain/release.ts';
import type { PinnedFile } from '../../domain/snapshot.ts';
import type { Releases } from '../../ports/releases.ts';
import { reporting } from '../aws-failure.ts';
import { copyObject } from './copy-object.ts';
import { headObject } from './head-object.ts';
import { uploadArchive } from './upload-archive.ts';

export interface ReleasePlace {
  readonly form: ReleaseForm;
  readonly bucketName: string;
}

export function createS3Releases(
  client: S3Client,
  pipelinesBucket: string,
  { form, bucketName }: ReleasePlace,
): Releases {
  const pinned = (pipeline: Pipeline, { path, versionId }: PinnedFile) => ({
    Bucket: pipelinesBucket,
    Key: keyPrefix(pipeline) + path,
    VersionId: versionId,
  });
  const head = (Key: string) => headObject(client, { Bucket: bucketName, Key });

  /** What an earlier try has left there is as good as a copy. */
  async function isThere(key: string, size: number): Promise<boolean> {
    const there = await head(key);
    if (there !== null && there.ContentLength !== size)
      throw new Error(`s3://${bucketName}/${key} is there already and is no file of this version; remove it`);
    return there !== null;
  }

  return {
    form,
    bucketName,

    has: async (key) => (await head(key)) !== null,

    // Asked first, since some servers know no condition for copies: MinIO ignores it.
    async copy(pipeline, file, key) {
      if (await isThere(key, file.size)) return true;
      const to = { Bucket: bucketName, Key: key };
      const source = pinned(pipeline, file);
      try {
        return (await copyObject(client, source, { ...to, IfNoneMatch: '*' })) !== null;
      } catch (failure) {
        if (isNotImplemented(failure)) return (await copyObject(client, source, to)) !== null;
        if (isTaken(failure) && (await isThere(key, file.size))) return true;
        throw isTaken(failure) ? writtenByOthers(key) : failure;
      }
    },

    async archive(pipeline, archive, key) {
      if ((await head(key)) !== null) return [];
      const to = { Bucket: bucketName, Key: key, IfNoneMatch: '*' };
      const sources = archive.files.map((file) => ({ file, object: pinned(pipeline, file) }));
      try {
        return await uploadArchive(client, sources, archive.modifiedAt, to);
      } catch (failure) {
        if (isTaken(failure)) return [];
        throw failure;
      }
    },

    async putJson(key, body) {
      const command = new PutObjectCommand({
        Bucket: bucketName,
        Key: key,
        Body: `${JSON.stringify(body, null, 2)}\n`,
        ContentType: 'application/json',
        IfNoneMatch: '*',
      });
      try {
        await reporting('S3', () => client.send(command));
      } catch (failure) {
        if (!isTaken(failure)) throw failure;
      }
    },
  };
}

/** 412: something is there. 409: somebody else writes the same key at the same moment. */
function isTaken(failure: unknown): boolean {
  return ['PreconditionFailed', 'ConditionalRequestConflict'].includes((failure as Error).name);
}

function isNotImplemented(failure: unknown): boolean {
  return (failure as Error).name === 'NotImplemented';
}

function writtenByOthers(key: string): DomainError {
  return new DomainError('UNAVAILABLE', `Somebody else writes ${key}; try again in a moment.`);
}
