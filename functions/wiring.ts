// Puts the real adapters behind the ports. Called once per cold start by the handlers.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoVersionStore } from './adapters/dynamodb/version-store.ts';
import { createS3BucketLifecycle } from './adapters/s3/bucket-lifecycle.ts';
import { createS3DraftFiles } from './adapters/s3/draft-files.ts';
import { createScopedHandler, type Timeouts } from './adapters/scoped-handler.ts';
import { createSendMessages, type SendMessages } from './adapters/sqs/send-messages.ts';
import { systemRuntime } from './adapters/system-runtime.ts';
import { type Config, readConfig } from './config.ts';
import type { BucketLifecycle } from './ports/bucket-lifecycle.ts';
import type { Deps } from './usecases/deps.ts';

export interface Service {
  readonly deps: Deps;
  readonly lifecycle: BucketLifecycle;
  readonly bucketName: string;
  readonly draftRuns: boolean;
}

// A request that hangs must fail and be repeated well before API Gateway's 29 s are over.
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 3_000, socketTimeout: 3_000 };

/** Settings of an SDK client of the service. */
export function clientSettings(timeouts: Partial<Timeouts> = {}) {
  return { maxAttempts: 3, requestHandler: createScopedHandler({ ...TIMEOUTS, ...timeouts }) };
}

export function wireService(environment = process.env): Service {
  const config = readConfig(environment);
  const s3 = new S3Client({ ...clientSettings(), forcePathStyle: config.s3PathStyle });
  const dynamodb = new DynamoDBClient(clientSettings());
  const { bucketName, draftRuns } = config;
  return {
    deps: wireDeps(s3, dynamodb, config),
    lifecycle: createS3BucketLifecycle(s3, bucketName),
    bucketName,
    draftRuns,
  };
}

/** To the queue of bucket events. Throws if the environment does not name it: few functions have to know it. */
export function wireDraftChanges({ DRAFT_CHANGES_QUEUE_URL: queueUrl } = process.env): SendMessages {
  if (!queueUrl) throw new Error('DRAFT_CHANGES_QUEUE_URL is not set');
  return createSendMessages(queueUrl, clientSettings());
}

export function wireDeps(
  s3: S3Client,
  dynamodb: DynamoDBClient,
  config: Pick<Config, 'tableName' | 'bucketName'>,
): Deps {
  return {
    versions: createDynamoVersionStore(DynamoDBDocumentClient.from(dynamodb), config.tableName),
    files: createS3DraftFiles(s3, config.bucketName),
    runtime: systemRuntime,
  };
}
