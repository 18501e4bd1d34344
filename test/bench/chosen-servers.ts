// Which S3 and DynamoDB the rounds run on: those embedded in the service, or others that each round starts for itself.
import { join } from 'node:path';
import { startDynamoDbLocal } from '../../infra/local/servers/dynamodb-local.ts';
import { startMinio } from '../../infra/local/servers/minio.ts';
import { startDistantServer } from './distant-server.ts';

export interface ServerChoice {
  readonly minio: boolean;
  readonly dynamodbLocal: boolean;
  /** Milliseconds to and from MinIO; none unless given. */
  readonly distance?: number | undefined;
}

export interface ChosenServers {
  /** Left out for the embedded one. */
  readonly s3Url?: string | undefined;
  readonly dynamodbUrl?: string | undefined;
  stop(): Promise<void>;
}

/** New and empty. They end with this process at the latest. */
export async function startChosenServers(
  { minio, dynamodbLocal, distance }: ServerChoice,
  dataDir: string,
): Promise<ChosenServers> {
  const s3 = minio ? await startMinio({ dataDir: join(dataDir, 'minio') }) : undefined;
  const distant = s3 && distance ? await startDistantServer(s3.url, distance) : undefined;
  const dynamodb = dynamodbLocal ? await startDynamoDbLocal() : undefined;
  return {
    s3Url: distant?.url ?? s3?.url,
    dynamodbUrl: dynamodb?.url,
    async stop() {
      distant?.stop();
      await Promise.all([s3?.stop(), dynamodb?.stop()]);
    },
  };
}
