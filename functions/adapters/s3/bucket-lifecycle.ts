// The bucket's lifecycle rules, by what they do to files of pipelines. Also for the check of a deployment and for the local
// start, which ask before the service is there.
import {
  GetBucketLifecycleConfigurationCommand,
  type LifecycleRule as Rule,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { LifecycleEffect, LifecycleRule } from '../../domain/lifecycle.ts';
import type { BucketLifecycle } from '../../ports/bucket-lifecycle.ts';
import { reporting } from '../aws-failure.ts';
import { isArchive } from './archived.ts';

const NOT_FOR_US = ['AccessDenied', 'NotImplemented', 'MethodNotAllowed'];

export function createS3BucketLifecycle(client: S3Client, bucket: string): BucketLifecycle {
  return { rules: () => reporting('S3', () => readLifecycleRules(client, bucket)) };
}

/** As `BucketLifecycle.rules`, but with the SDK's own errors. */
export async function readLifecycleRules(
  client: S3Client,
  Bucket: string,
): Promise<readonly LifecycleRule[] | null> {
  try {
    const { Rules = [] } = await client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    return Rules.map(toRule);
  } catch (failure) {
    const { name } = failure as Error;
    if (name === 'NoSuchLifecycleConfiguration') return [];
    if (NOT_FOR_US.includes(name)) return null;
    throw failure;
  }
}

function toRule(rule: Rule, index: number): LifecycleRule {
  const { ID, Filter, Prefix, Status } = rule;
  return {
    id: ID ?? `number ${index + 1}`,
    prefix: Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? '',
    isEnabled: Status === 'Enabled',
    effects: [...effectsOf(rule)],
  };
}

function* effectsOf(rule: Rule): Generator<LifecycleEffect> {
  const {
    NoncurrentVersionExpiration,
    Expiration,
    Transitions = [],
    NoncurrentVersionTransitions = [],
  } = rule;
  const transitions = [...Transitions, ...NoncurrentVersionTransitions];
  if (NoncurrentVersionExpiration) yield 'deletes';
  if (transitions.some(({ StorageClass }) => isArchive(StorageClass))) yield 'archives';
  if (Expiration?.Days !== undefined || Expiration?.Date !== undefined) yield 'hides';
  // The SDK drops actions that only other servers have, such as MinIO's DelMarkerExpiration, which deletes all versions.
  const isKnown = NoncurrentVersionExpiration ?? Expiration ?? rule.AbortIncompleteMultipartUpload;
  if (!isKnown && transitions.length === 0) yield 'unknown';
}
