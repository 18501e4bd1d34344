// THE place that decides which S3, DynamoDB and SQS a suite talks to (SERVER_SET). What it leaves out is embedded.
import { join } from 'node:path';
import { inject } from 'vitest';
import type { GivenServers } from '../../infra/local/endpoints.ts';
import { startMinio } from '../../infra/local/servers/minio.ts';
import type { MinioWebhook } from '../../infra/local/servers/minio-settings.ts';
import { s3Server, serverSet } from './server-set.ts';

export interface BackingServers {
  readonly given: GivenServers;
  stop(): Promise<void>;
}

/** `webhook` is where a MinIO is to post its events. */
export async function startBackingServers(dataDir: string, webhook?: MinioWebhook): Promise<BackingServers> {
  const shared = inject('sharedServerUrl') ?? undefined;
  if (s3Server === 'MinIO') {
    const minio = await startMinio({ dataDir: join(dataDir, 'minio'), ...(webhook && { webhook }) });
    return { given: { s3Url: minio.url, dynamodbUrl: shared }, stop: () => minio.stop() };
  }
  const given = serverSet === 'embedded' ? {} : { s3Url: shared, dynamodbUrl: shared, sqsUrl: shared };
  return { given, stop: async () => {} };
}
