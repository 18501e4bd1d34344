// The IAM rights behind the route table's `needs.bucket`. No function may delete an object version, so every
// edit can be undone.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { keyPattern, prefixTemplate } from '../../functions/domain/prefix-template.ts';
import type { Needs } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';

export type BucketNeed = Needs['bucket'][number];

/** Objects outside of pipelines stay out of reach: a bucket can hold more than pipelines. */
export const pipelineObjects = (bucketArn: string, { prefix }: Pick<Settings, 'prefix'>) =>
  `${bucketArn}/${keyPattern(prefixTemplate(prefix))}`;

// Without ListBucket, S3 answers 403 instead of 404 for an object or version that is gone, and nobody could tell a lost
// pin from a wrong policy: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
const ON_BUCKET: Readonly<Record<BucketNeed, readonly string[]>> = {
  list: ['s3:ListBucket', 's3:ListBucketVersions'],
  versioning: ['s3:GetBucketVersioning'],
  lifecycle: ['s3:GetLifecycleConfiguration'],
  head: ['s3:ListBucket'],
  read: ['s3:ListBucket'],
  'read-draft': ['s3:ListBucket'],
  // Nothing is edited where versioning is not on.
  write: ['s3:ListBucket', 's3:GetBucketVersioning'],
  delete: ['s3:ListBucket', 's3:GetBucketVersioning'],
  copy: ['s3:ListBucket', 's3:GetBucketVersioning'],
};
const ON_OBJECTS: Readonly<Record<BucketNeed, readonly string[]>> = {
  list: [],
  versioning: [],
  lifecycle: [],
  head: ['s3:GetObject', 's3:GetObjectVersion'],
  read: ['s3:GetObjectVersion'],
  'read-draft': ['s3:GetObject'],
  // A condition on an ETag reads the object that has it:
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
  write: ['s3:PutObject', 's3:GetObject'],
  delete: ['s3:DeleteObject', 's3:GetObject'],
  // In parts, a copy that fails is to be aborted; what else it takes is PutObject.
  copy: ['s3:GetObjectVersion', 's3:PutObject', 's3:AbortMultipartUpload'],
};
/** Needs that encrypt or decrypt where the bucket has a key of its own. */
const WRITERS: readonly BucketNeed[] = ['write', 'copy'];
const READERS: readonly BucketNeed[] = ['read', 'read-draft', 'copy'];

export function bucketStatements(
  bucketArn: string,
  needs: readonly BucketNeed[],
  settings: Pick<Settings, 'prefix'>,
): PolicyStatement[] {
  const onBucket = new Set(needs.flatMap((need) => ON_BUCKET[need]));
  const onObjects = new Set(needs.flatMap((need) => ON_OBJECTS[need]));
  return [...allow([...onBucket], bucketArn), ...allow([...onObjects], pipelineObjects(bucketArn, settings))];
}

/** Of the customer-managed key that encrypts the bucket, if it has one. */
export function keyActions(needs: readonly BucketNeed[]): readonly string[] {
  const reads = needs.some((need) => READERS.includes(need)) ? ['kms:Decrypt'] : [];
  return needs.some((need) => WRITERS.includes(need)) ? [...reads, 'kms:GenerateDataKey'] : reads;
}

function allow(actions: readonly string[], resource: string): PolicyStatement[] {
  return actions.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources: [resource] })];
}
