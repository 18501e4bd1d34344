// A bucket as all of the stack's are: for nobody outside, encrypted, over TLS alone.
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

export interface PrivateBucketProps {
  readonly versioned?: boolean;
  /** Why requests to it are not logged. */
  readonly withoutAccessLog: string;
  readonly settings: Settings;
}

export function privateBucket(scope: Construct, id: string, props: PrivateBucketProps): IBucket {
  const { versioned = false, withoutAccessLog, settings } = props;
  const bucket = new Bucket(scope, id, {
    versioned,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    // Parts of an upload that was given up are no version of anything.
    lifecycleRules: [{ id: 'UnfinishedUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    removalPolicy: removalOf(settings),
  });
  accept(bucket, { S1: withoutAccessLog });
  return bucket as IBucket; // the CDK's own types disagree under exactOptionalPropertyTypes
}
