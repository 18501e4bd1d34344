// The bucket: made if it is missing, and versioned.
import {
  type BucketLocationConstraint,
  CreateBucketCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListObjectVersionsCommand,
  NotFound,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { StartError } from '../start-error.ts';

export interface BucketPlan {
  readonly bucket: string;
  /** Whether a bucket that is there already may be changed. */
  readonly setup: boolean;
}

/** Throws a `StartError` if it is there, is not versioned and must not be changed. */
export async function provideBucket(s3: S3Client, plan: BucketPlan): Promise<'new' | 'existing'> {
  const { bucket: Bucket, setup } = plan;
  if (!(await exists(s3, Bucket))) {
    await create(s3, Bucket);
    await enableVersioning(s3, Bucket);
    return 'new';
  }
  const { Status = 'never switched on' } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  if (Status !== 'Enabled' && !setup) {
    throw new StartError(
      `Versioning of bucket ${Bucket} is ${Status.toLowerCase()}, so nothing in it can be published; ` +
        'switch it on, let --setup do that, or give another bucket with --bucket.',
    );
  }
  if (Status !== 'Enabled') await enableVersioning(s3, Bucket);
  return 'existing';
}

/** Versions do no harm there, and are not needed. */
export async function provideReleaseBucket(s3: S3Client, bucket: string): Promise<void> {
  if (!(await exists(s3, bucket))) await create(s3, bucket);
}

/** Whether there never was an object: not even old versions are left. */
export async function isEmpty(s3: S3Client, Bucket: string): Promise<boolean> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, MaxKeys: 1 }),
  );
  return Versions.length + DeleteMarkers.length === 0;
}

async function exists(s3: S3Client, Bucket: string): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

/** AWS wants the region named, but not if it is us-east-1. */
async function create(s3: S3Client, Bucket: string): Promise<void> {
  const region = await s3.config.region();
  const CreateBucketConfiguration = { LocationConstraint: region as BucketLocationConstraint };
  await s3.send(
    new CreateBucketCommand({ Bucket, ...(region !== 'us-east-1' && { CreateBucketConfiguration }) }),
  );
}

async function enableVersioning(s3: S3Client, Bucket: string): Promise<void> {
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
}
