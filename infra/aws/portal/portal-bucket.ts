// The portal's files, for CloudFront alone. They can all be made again.
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Settings } from '../../settings.ts';
import { privateBucket } from '../private-bucket.ts';

export function portalBucket(scope: Construct, id: string, settings: Settings): IBucket {
  return privateBucket(scope, id, {
    withoutAccessLog: 'Its files are the same for everybody, and only deployments write them.',
    settings,
  });
}
