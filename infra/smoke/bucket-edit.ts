// An edit of the bucket itself, as editors and jobs make them. A presigned link says where the bucket is: endpoint, region
// and style of address are those that the service uses.
import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { isLoopback } from '../../cli/loopback.ts';

export interface BucketAddress {
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
}

/** `undefined` for a link without a region, or one that would carry the edit in the clear. */
export function addressOf(link: string, bucket: string): BucketAddress | undefined {
  const url = new URL(link);
  const [, , region] = url.searchParams.get('X-Amz-Credential')?.split('/') ?? [];
  if (!region || (url.protocol !== 'https:' && !isLoopback(url))) return undefined;
  const isVirtualHost = url.host.startsWith(`${bucket}.`);
  const host = isVirtualHost ? url.host.slice(bucket.length + 1) : url.host;
  return { endpoint: `${url.protocol}//${host}`, region, forcePathStyle: !isVirtualHost };
}

export interface Edit {
  readonly bucket: string;
  readonly key: string;
  readonly body: string;
}

/** Returns why the caller may not write there, or `undefined` once it is written. */
export async function editInBucket(address: BucketAddress, edit: Edit): Promise<string | undefined> {
  const s3 = new S3Client(address);
  try {
    await s3.send(new PutObjectCommand({ Bucket: edit.bucket, Key: edit.key, Body: edit.body }));
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error.name;
    throw error;
  } finally {
    s3.destroy();
  }
}

function isRefusal(error: unknown): error is Error {
  if (error instanceof S3ServiceException) return [401, 403].includes(error.$metadata.httpStatusCode ?? 0);
  return error instanceof Error && error.name === 'CredentialsProviderError';
}
