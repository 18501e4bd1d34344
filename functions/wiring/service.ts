// Puts the real adapters behind the ports. Called once per cold start by the handlers.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createS3BucketLifecycle } from '../adapters/s3/bucket-lifecycle.ts';
import { createS3DraftFiles } from '../adapters/s3/draft-files.ts';
import { systemRuntime } from '../adapters/system-runtime.ts';
import type { Config } from '../config.ts';
import type { BucketLifecycle } from '../ports/bucket-lifecycle.ts';
import type { VersionStore } from '../ports/version-store.ts';
import type { Deps } from '../usecases/deps.ts';
import { createRecentChecks } from '../usecases/recent-checks.ts';
import { createRecentPins } from '../usecases/recent-pins.ts';
import { clientSettings } from './client-settings.ts';
import { type Versions, versionsIn } from './versions.ts';

export interface Service {
  readonly deps: Deps;
  readonly lifecycle: BucketLifecycle;
}

export function wireService({ versions, config }: Omit<Versions, 'runtime'>): Service {
  const { bucketName, s3PathStyle } = config;
  const s3 = new S3Client({ ...clientSettings(), forcePathStyle: s3PathStyle });
  return {
    deps: depsOn(versions, s3, bucketName),
    lifecycle: createS3BucketLifecycle(s3, bucketName),
  };
}

export function wireDeps(
  s3: S3Client,
  dynamodb: DynamoDBClient,
  config: Pick<Config, 'tableName' | 'bucketName'>,
): Deps {
  return depsOn(versionsIn(dynamodb, config), s3, config.bucketName);
}

function depsOn(versions: VersionStore, s3: S3Client, bucketName: string): Deps {
  return {
    versions,
    files: createS3DraftFiles(s3, bucketName),
    runtime: systemRuntime,
    recentPins: createRecentPins(),
    recentChecks: createRecentChecks(),
  };
}
