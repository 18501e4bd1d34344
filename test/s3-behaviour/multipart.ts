// Multipart uploads, for the cases that are about what such an upload leaves behind.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import type { Subject } from './subject.ts';

export interface Upload {
  readonly Key: string;
  readonly UploadId: string | undefined;
  readonly Parts: readonly { readonly PartNumber: number; readonly ETag: string | undefined }[];
}

/** All parts but the last need 5 MiB. */
export async function upload(
  s3: Subject,
  Key = 'key',
  bodies: readonly (string | Buffer)[] = ['part'],
): Promise<Upload> {
  const { client, bucket: Bucket } = s3;
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  const Parts: Upload['Parts'][number][] = [];
  for (const [index, Body] of bodies.entries()) {
    const PartNumber = index + 1;
    const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
  }
  return { Key, UploadId, Parts };
}

/** From ranges of a source, which is written as the header says it without the bucket. */
export async function copyParts(s3: Subject, source: string, ranges: readonly string[]): Promise<Upload> {
  const { client, bucket: Bucket } = s3;
  const { Key, UploadId } = await upload(s3, 'key', []);
  const Parts: Upload['Parts'][number][] = [];
  for (const [index, CopySourceRange] of ranges.entries()) {
    const part = { Bucket, Key, UploadId, PartNumber: index + 1 };
    const copy = new UploadPartCopyCommand({ ...part, CopySource: `${Bucket}/${source}`, CopySourceRange });
    Parts.push({ PartNumber: index + 1, ETag: (await client.send(copy)).CopyPartResult?.ETag });
  }
  return { Key, UploadId, Parts };
}

export async function complete(s3: Subject, { Key, UploadId, Parts }: Upload, conditions: object = {}) {
  const MultipartUpload = { Parts: [...Parts] };
  const input = { Bucket: s3.bucket, Key, UploadId, MultipartUpload, ...conditions };
  const completed = await s3.client.send(new CompleteMultipartUploadCommand(input));
  s3.note('v', completed.VersionId);
  return completed;
}
