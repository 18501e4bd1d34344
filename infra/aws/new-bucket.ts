// The stack's own bucket. Versions are what the service publishes, so nothing here ever expires one.
import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';
import { removalOf } from './removal.ts';

export function newBucket(scope: Construct, id: string, settings: Settings): IBucket {
  const bucket = new Bucket(scope, id, {
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    // Parts of an upload that was given up are no version of anything.
    lifecycleRules: [{ id: 'UnfinishedUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    removalPolicy: removalOf(settings),
  });
  accept(bucket, {
    S1: 'Who changed what is in the versions, and in CloudTrail data events where an account keeps them.',
  });
  return bucket as IBucket; // the CDK's own types disagree under exactOptionalPropertyTypes
}
