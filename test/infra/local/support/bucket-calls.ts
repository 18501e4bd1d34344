// Buckets as somebody else has made them, and what has become of them.
import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

type Versioning = 'Enabled' | 'Suspended' | undefined;

/** Without a status versioning was never switched on. */
export async function createBucket(s3: S3Client, Bucket: string, Status: Versioning): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (Status) await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
}

export async function versioningOf(s3: S3Client, Bucket: string): Promise<Versioning> {
  return (await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status;
}
