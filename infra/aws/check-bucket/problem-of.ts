// Why an existing bucket cannot be used. Asked once per deployment that names another bucket.
import { GetBucketVersioningCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** A sentence for the person who deploys, or `undefined` if the bucket can be used. Never throws. */
export async function problemOf(s3: S3Client, bucket: string, region: string): Promise<string | undefined> {
  try {
    const { BucketRegion = region } = await s3.send(new HeadBucketCommand({ Bucket: bucket }));
    if (BucketRegion !== region) {
      return `Bucket ${bucket} is in ${BucketRegion}, the stack in ${region}; deploy there, S3 sends events to queues of its own region only.`;
    }
    const { Status = 'never switched on' } = await s3.send(
      new GetBucketVersioningCommand({ Bucket: bucket }),
    );
    if (Status === 'Enabled') return undefined;
    return `Versioning of bucket ${bucket} is ${Status.toLowerCase()}; switch it on, else nothing in it can be published.`;
  } catch (failure) {
    return `Bucket ${bucket} cannot be looked at (${(failure as Error).name}); is its name right, and may this account see it?`;
  }
}
