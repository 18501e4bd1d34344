// The hands of people who edit drafts: they write straight to the bucket and know nothing of this service.
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';

export interface DraftEditor {
  /** Returns the S3 version ID that the bucket gave. */
  saveFile(pipeline: Pipeline, path: string, content: string | Uint8Array): Promise<string>;
  saveFiles(pipeline: Pipeline, contents: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
  /** Puts a delete marker, or removes one version for good. */
  deleteFile(pipeline: Pipeline, path: string, versionId?: string): Promise<void>;
  readFile(pipeline: Pipeline, path: string, versionId?: string): Promise<string>;
  /** ETags by path, as the bucket lists them. Only for paths that XML can carry. */
  listFiles(pipeline: Pipeline): Promise<Readonly<Record<string, string>>>;
}

export function createDraftEditor(s3: S3Client, bucket: string): DraftEditor {
  const object = (pipeline: Pipeline, path: string, versionId?: string) => ({
    Bucket: bucket,
    Key: keyPrefix(pipeline) + path,
    ...(versionId !== undefined && { VersionId: versionId }),
  });

  async function saveFile(pipeline: Pipeline, path: string, content: string | Uint8Array): Promise<string> {
    const { VersionId } = await s3.send(
      new PutObjectCommand({
        ...object(pipeline, path),
        Body: content,
        // The SDK does not see that an empty text has a length.
        ContentLength: Buffer.byteLength(content),
      }),
    );
    return VersionId ?? 'null';
  }

  return {
    saveFile,
    async saveFiles(pipeline, contents) {
      await Promise.all(Object.entries(contents).map((entry) => saveFile(pipeline, ...entry)));
    },
    async deleteFile(pipeline, path, versionId) {
      await s3.send(new DeleteObjectCommand(object(pipeline, path, versionId)));
    },
    async readFile(pipeline, path, versionId) {
      const { Body } = await s3.send(new GetObjectCommand(object(pipeline, path, versionId)));
      return (await Body?.transformToString()) ?? '';
    },
    async listFiles(pipeline) {
      const prefix = keyPrefix(pipeline);
      const pages = await Array.fromAsync(
        paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }),
      );
      const objects = pages.flatMap(({ Contents = [] }) => Contents);
      return Object.fromEntries(
        objects.map(({ Key = '', ETag = '' }) => [Key.slice(prefix.length), ETag.replaceAll('"', '')]),
      );
    },
  };
}
