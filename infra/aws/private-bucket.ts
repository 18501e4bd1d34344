// How every bucket of the stack is made: closed to the public, encrypted, reached over TLS only.
import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
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
  /** S3's own unless there is one. */
  readonly encryptionKey?: IKey | undefined;
  /** Why requests to it are not logged. */
  readonly withoutAccessLog: string;
  readonly settings: Settings;
}

export function privateBucket(scope: Construct, id: string, props: PrivateBucketProps): IBucket {
  const { versioned = false, encryptionKey, withoutAccessLog, settings } = props;
  const bucket = new Bucket(scope, id, {
    versioned,
    ...(encryptionKey
      ? { encryption: BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }
      : { encryption: BucketEncryption.S3_MANAGED }),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    // The parts of an upload that was given up belong to no version.
    lifecycleRules: [{ id: 'UnfinishedUploads', abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    removalPolicy: removalOf(settings),
  });
  accept(bucket, { S1: withoutAccessLog });
  return bucket as IBucket; // the CDK's own types disagree under exactOptionalPropertyTypes
}
