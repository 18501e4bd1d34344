// S3 and DynamoDB inside this process, with everything they keep in one directory.
import { join } from 'node:path';
import { explained } from './cli/start-error.ts';
import { provideDataDir } from './data-dir.ts';
import { startDynamoDbServer } from './dynamodb-server.ts';
import { CREDENTIALS, type Endpoints, REGION } from './lambda/environment.ts';
import type { EventOutbox } from './s3/outbox.ts';
import { startS3Server } from './s3/server.ts';

export interface EmbeddedServersOptions {
  readonly s3Port: number;
  readonly dynamodbPort: number;
  readonly dataDir: string;
}

export interface EmbeddedServers extends Endpoints {
  readonly outbox: EventOutbox;
  close(): Promise<void>;
}

/** Rejects with a `StartError` if a port or the directory cannot be had. */
export async function startEmbeddedServers(options: EmbeddedServersOptions): Promise<EmbeddedServers> {
  const { dataDir, s3Port, dynamodbPort } = options;
  await provideDataDir(dataDir);
  const s3 = await explained(
    startS3Server({ ...CREDENTIALS, region: REGION, port: s3Port, dataDir: join(dataDir, 's3') }),
    { port: s3Port, portFlag: '--s3-port', dataDir },
  );
  try {
    const dynamodb = await explained(startDynamoDbServer(join(dataDir, 'dynamodb'), dynamodbPort), {
      port: dynamodbPort,
      portFlag: '--dynamodb-port',
      dataDir,
    });
    return {
      s3Url: s3.url,
      dynamodbUrl: dynamodb.url,
      outbox: s3.outbox,
      close: async () => void (await Promise.all([dynamodb.close(), s3.close()])),
    };
  } catch (error) {
    await s3.close();
    throw error;
  }
}
