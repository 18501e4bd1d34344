// Why an existing bucket cannot be used. Asked once per deployment that names another bucket.
import { GetBucketVersioningCommand, HeadBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import { readLifecycleRules } from '../../../functions/adapters/s3/bucket-lifecycle.ts';
import { describeHarm, harmfulRules } from '../../../functions/domain/lifecycle.ts';

export interface BucketCheck {
  readonly bucket: string;
  readonly region: string;
  /** Whether lifecycle rules may harm what versions pin. */
  readonly pinsMayExpire: boolean;
}

/** A sentence for the person who deploys, or `undefined` if the bucket can be used. Never throws. */
export async function problemOf(s3: S3Client, check: BucketCheck): Promise<string | undefined> {
  const { bucket } = check;
  try {
    return (
      (await regionProblem(s3, check)) ??
      (await versioningProblem(s3, bucket)) ??
      (check.pinsMayExpire ? undefined : await lifecycleProblem(s3, bucket))
    );
  } catch (failure) {
    return `Bucket ${bucket} cannot be looked at (${(failure as Error).name}); is its name right, and may this account see it?`;
  }
}

async function regionProblem(s3: S3Client, { bucket, region }: BucketCheck): Promise<string | undefined> {
  const { BucketRegion = region } = await s3.send(new HeadBucketCommand({ Bucket: bucket }));
  if (BucketRegion === region) return undefined;
  return `Bucket ${bucket} is in ${BucketRegion}, the stack in ${region}; deploy there, S3 sends events to queues of its own region only.`;
}

async function versioningProblem(s3: S3Client, bucket: string): Promise<string | undefined> {
  const { Status = 'never switched on' } = await s3.send(new GetBucketVersioningCommand({ Bucket: bucket }));
  if (Status === 'Enabled') return undefined;
  return `Versioning of bucket ${bucket} is ${Status.toLowerCase()}; switch it on, else nothing in it can be published.`;
}

async function lifecycleProblem(s3: S3Client, bucket: string): Promise<string | undefined> {
  const rules = await readLifecycleRules(s3, bucket);
  if (rules === null) {
    console.warn(`The lifecycle rules of bucket ${bucket} may not be looked at: they were not checked.`);
    return undefined;
  }
  const harmful = harmfulRules(rules);
  if (harmful.length === 0) return undefined;
  return `${describeHarm(harmful)} If that is wanted, deploy bucket ${bucket} with -c iKnowPinsExpire=true.`;
}
