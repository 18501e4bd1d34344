// A bucket that was there before the stack. A deployment stops unless it is versioned and in the stack's region, and its
// lifecycle rules leave pins alone.
import { Aws, CustomResource, Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket, CfnBucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { layoutVariables } from '../../functions/config.ts';
import type { Settings } from '../settings.ts';
import { serviceFunction } from './service-function.ts';

export interface ExistingBucketProps {
  readonly name: string;
  /** Where the app has it as a construct. */
  readonly bucket?: IBucket | undefined;
  readonly settings: Settings;
}

export function existingBucket(scope: Construct, id: string, props: ExistingBucketProps): IBucket {
  const { name, settings } = props;
  const home = new Construct(scope, id);
  const bucket = props.bucket ?? Bucket.fromBucketName(home, 'Existing', name);
  const check = serviceFunction(home, 'Check', {
    entry: 'infra/aws/check-bucket/handler.ts',
    description: `Checks at deployment that bucket ${name} is in this region and keeps what versions pin`,
    timeout: Duration.seconds(30),
    environment: layoutVariables(settings),
    settings,
  });
  check.addToRolePolicy(
    new PolicyStatement({
      actions: ['s3:ListBucket', 's3:GetBucketVersioning', 's3:GetLifecycleConfiguration'],
      resources: [bucket.bucketArn],
    }),
  );
  const checked = new CustomResource(home, 'Checked', {
    resourceType: 'Custom::CheckedBucket',
    serviceToken: check.functionArn,
    serviceTimeout: Duration.minutes(2),
    // Left out unless it is so: a new property has an upgrade check, and stop at, a bucket that is in use.
    properties: {
      bucketName: name,
      region: Aws.REGION,
      ...(settings.iKnowPinsExpire && { pinsMayExpire: true }),
    },
  });
  // Its notification waits for the check. A bucket that is made in the same deployment is checked once it is there.
  if (!(bucket.node.defaultChild instanceof CfnBucket)) bucket.node.addDependency(checked);
  return bucket;
}
