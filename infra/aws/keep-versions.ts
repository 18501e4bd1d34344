// The bucket's policy keeps what versions pin: nobody deletes an old version of a pipeline's file, administrators included.
// Two ways remain, and both are deliberate. Whoever may change the bucket's policy takes the statement away first; the
// account's root user always may: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
// Lifecycle rules obey no policy: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BucketPolicy, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import type { Settings } from '../settings.ts';
import { pipelineObjects } from './bucket-access.ts';

const ID = 'KeptVersions';

export function keepVersions(bucket: IBucket, settings: Settings): void {
  addToPolicy(bucket, statementFor(bucket, settings));
}

export function addToPolicy(bucket: IBucket, statement: PolicyStatement): void {
  if (bucket.node.defaultChild instanceof CfnBucket) bucket.addToResourcePolicy(statement);
  // The CDK adds nothing to the policy of a bucket that it has not made.
  else policyOf(bucket).document.addStatements(statement);
}

/** A bucket has one. */
function policyOf(bucket: IBucket): BucketPolicy {
  const there = bucket.node.tryFindChild(ID) as BucketPolicy | undefined;
  return there ?? new BucketPolicy(bucket, ID, { bucket });
}

/**
 * `aws:PrincipalArn` of a role's session is the role: a deleter is a role or a user, and `*` may stand in its path. Requests
 * without that key are denied, as `ArnNotLike` holds for them.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function statementFor({ bucketArn }: IBucket, settings: Settings): PolicyStatement {
  const { versionDeleters } = settings;
  return new PolicyStatement({
    sid: 'VersionsStay',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['s3:DeleteObjectVersion'],
    resources: [pipelineObjects(bucketArn, settings)],
    ...(versionDeleters.length > 0 && {
      conditions: { ArnNotLike: { 'aws:PrincipalArn': versionDeleters } },
    }),
  });
}
