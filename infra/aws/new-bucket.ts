// The stack's own bucket. Versions are what the service publishes, so nothing here ever expires one.
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { privateBucket } from './private-bucket.ts';

export function newBucket(scope: Construct, id: string, settings: Settings): IBucket {
  return privateBucket(scope, id, {
    versioned: true,
    withoutAccessLog:
      'Who changed what is in the versions, and in CloudTrail data events where an account keeps them.',
    settings,
  });
}
