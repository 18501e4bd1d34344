// What the route table's `needs.bucket` mean in IAM. Nobody gets a write or a delete.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Needs } from '../../functions/http/route.ts';

export type BucketNeed = Needs['bucket'][number];

/** Objects outside of pipelines stay out of reach: a bucket can hold more than pipelines. */
export const pipelineObjects = (bucketArn: string) => `${bucketArn}/*/pipelines/*`;

const LIST = ['s3:ListBucket', 's3:ListBucketVersions'];
const HEAD = ['s3:GetObject', 's3:GetObjectVersion'];
const READ = ['s3:GetObjectVersion'];

export function bucketStatements(bucketArn: string, needs: readonly BucketNeed[]): PolicyStatement[] {
  const onBucket = needs.includes('list') ? LIST : [];
  const onObjects = needs.includes('head') ? HEAD : needs.includes('read') ? READ : [];
  // Without it, S3 answers 403 instead of 404 for an object version that is gone, and nobody could tell a lost pin
  // from a wrong policy: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
  const toldIfGone = needs.includes('read') && onBucket.length === 0 ? ['s3:ListBucket'] : [];
  return [...allow([...onBucket, ...toldIfGone], bucketArn), ...allow(onObjects, pipelineObjects(bucketArn))];
}

function allow(actions: readonly string[], resource: string): PolicyStatement[] {
  return actions.length === 0 ? [] : [new PolicyStatement({ actions: [...actions], resources: [resource] })];
}
