// Starts S3 and DynamoDB inside this process, except those that the user runs elsewhere. Both keep their data below one
// directory.
import { join } from 'node:path';
import { startS3Server } from '../../s3-server/server.ts';
import type { Store } from '../../s3-server/store/store.ts';
import { provideDataDir, providePrivateDir } from '../data-dir.ts';
import { CREDENTIALS, REGION } from '../defaults.ts';
import type { AccessKeys, Endpoints, GivenServers } from '../endpoints.ts';
import type { AwsIdentity } from '../lambda/aws-identity.ts';
import { explained } from '../start-error.ts';
import { startDynamoDbServer } from './dynamodb-server.ts';

export interface EmbeddedServersOptions {
  readonly s3Port: number;
  readonly dynamodbPort: number;
  /** Made if it is missing, and not touched if both servers are given. */
  readonly dataDir: string;
  readonly given?: GivenServers;
  /** The embedded S3 accepts requests that are signed with these keys. */
  readonly identity?: AwsIdentity;
  /** The embedded DynamoDB accepts requests that are signed with these keys; without them, all that are signed. */
  readonly keys?: AccessKeys | undefined;
}

export interface EmbeddedServers extends Endpoints {
  /** Of the embedded S3, with the outbox of its events. */
  readonly store?: Store | undefined;
  close(): Promise<void>;
}

interface DataServer {
  readonly url: string;
  readonly store?: Store;
  close(): Promise<void>;
}

/** Rejects with a `StartError` if a port is taken or the directory cannot be used. */
export async function startEmbeddedServers(options: EmbeddedServersOptions): Promise<EmbeddedServers> {
  const { dataDir, given = {} } = options;
  if (given.s3Url === undefined || given.dynamodbUrl === undefined) await provideDataDir(dataDir);
  const s3 = given.s3Url === undefined ? await startS3(options) : running(given.s3Url);
  try {
    const dynamodb =
      given.dynamodbUrl === undefined ? await startDynamoDb(options) : running(given.dynamodbUrl);
    return {
      s3Url: s3.url,
      dynamodbUrl: dynamodb.url,
      store: s3.store,
      close: async () => void (await Promise.all([dynamodb.close(), s3.close()])),
    };
  } catch (error) {
    await s3.close();
    throw error;
  }
}

const running = (url: string): DataServer => ({ url, close: async () => {} });

function startS3({ dataDir, s3Port: port, identity }: EmbeddedServersOptions): Promise<DataServer> {
  const owner = identity ?? { ...CREDENTIALS, region: REGION };
  const directory = providePrivateDir(join(dataDir, 's3'));
  const starting = directory.then((path) => startS3Server({ ...owner, port, dataDir: path }));
  return explained(starting, { port, portFlag: '--s3-port', dataDir });
}

function startDynamoDb({ dataDir, dynamodbPort: port, keys }: EmbeddedServersOptions): Promise<DataServer> {
  const directory = providePrivateDir(join(dataDir, 'dynamodb'));
  const starting = directory.then((path) => startDynamoDbServer({ dataDir: path, port, keys }));
  return explained(starting, { port, portFlag: '--dynamodb-port', dataDir });
}
