// The IAM actions that these steps need of each function. test/infra/smoke/rights.test.ts compares them with the stack's
// policies.
import type { Place } from './step.ts';

export const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
export const MAKE = [...READ, 'dynamodb:UpdateItem', 'dynamodb:PutItem', 's3:ListBucketVersions'];
export const SAVE = ['s3:PutObject', 's3:GetObject', 's3:ListBucket', 's3:GetBucketVersioning'];

export const PUBLISH: Place = { operation: 'publishVersion', rights: MAKE };

export const LINK: Place = {
  operation: 'getPublished',
  rights: ['s3:GetObjectVersion', 's3:ListBucket'],
  besides: 'the bucket policy; the setting bucketKeyArn if a key of your own encrypts the bucket',
};
