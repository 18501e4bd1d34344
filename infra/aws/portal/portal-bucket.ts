// The portal's files, for CloudFront alone. They can all be made again.
import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '../../settings.ts';
import { accept } from '../accept.ts';
import { removalOf } from '../removal.ts';

export function portalBucket(scope: Construct, id: string, settings: Settings): IBucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    lifecycleRules: [{ id: 'UnfinishedUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    removalPolicy: removalOf(settings),
  });
  accept(bucket, { S1: 'Its files are the same for everybody, and only deployments write them.' });
  return bucket as IBucket; // the CDK's own types disagree under exactOptionalPropertyTypes
}
