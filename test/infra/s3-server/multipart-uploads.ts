// An upload in parts, as the tests about them make it: begun, its parts, completed.
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Running } from './running-server.ts';

export const Key = 'dir/large';
/** The least that a part may have, but for the last. */
export const FIVE_MIB = 5 * 1024 * 1024;
export const big = Buffer.alloc(FIVE_MIB, 'abc');
export const small = Buffer.from('the end');

export interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

export function useUploads(s3: Running) {
  return {
    async begin(Bucket: string, more: object = {}): Promise<Upload> {
      const created = await s3.client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
      return { Bucket, Key, UploadId: created.UploadId ?? '' };
    },

    async part(upload: Upload, PartNumber: number, Body: Buffer) {
      const { ETag } = await s3.client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
      return { PartNumber, ETag };
    },

    complete: (upload: Upload, Parts: object[], more: object = {}) =>
      s3.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more })),
  };
}
