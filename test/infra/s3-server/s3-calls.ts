// Short forms of the SDK calls that many tests make, and of the errors they expect.
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

export const put = (client: S3Client, Bucket: string, Key: string, Body = 'body', more: object = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));

export const get = (client: S3Client, Bucket: string, Key: string, more: object = {}) =>
  client.send(new GetObjectCommand({ Bucket, Key, ...more }));

export async function text(
  client: S3Client,
  Bucket: string,
  Key: string,
  more: object = {},
): Promise<string> {
  const { Body } = await get(client, Bucket, Key, more);
  return (await Body?.transformToString()) ?? '';
}

export const remove = (client: S3Client, Bucket: string, Key: string, VersionId?: string) =>
  client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));

export const list = (client: S3Client, Bucket: string, more: object = {}) =>
  client.send(new ListObjectsV2Command({ Bucket, ...more }));

export const listVersions = (client: S3Client, Bucket: string, more: object = {}) =>
  client.send(new ListObjectVersionsCommand({ Bucket, ...more }));

export const keys = async (client: S3Client, Bucket: string, more: object = {}): Promise<string[]> =>
  ((await list(client, Bucket, more)).Contents ?? []).map(({ Key }) => String(Key));

/** `404 NoSuchKey`, or `succeeded`. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'succeeded';
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return `${error.$metadata.httpStatusCode} ${error.name}`;
  }
}
