// What the contract suites run against. Another server is another entry here.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { createMemoryBucket, createMemoryDraftFiles } from '../../functions/adapters/memory/draft-files.ts';
import { createMemoryVersionStore } from '../../functions/adapters/memory/version-store.ts';
import { systemRuntime } from '../../functions/adapters/system-runtime.ts';
import { readConfig } from '../../functions/config.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import { wireDeps } from '../../functions/wiring.ts';
import { startEmbeddedServers } from '../../infra/local/embedded-servers.ts';
import { setLambdaEnvironment } from '../../infra/local/lambda/environment.ts';
import { provision } from '../../infra/local/provision.ts';
import { openStore, type Store } from '../../infra/local/s3/store/store.ts';

/** The bucket as an editor uses it. */
export interface EditableBucket {
  put(key: string, body: string): Promise<void>;
  delete(key: string): Promise<void>;
  deleteVersion(key: string, versionId: string): Promise<void>;
  setVersioning(on: boolean): Promise<void>;
}

export interface Backend extends Deps {
  readonly bucket: EditableBucket;
  close(): Promise<void>;
}

export interface AwsBackend extends Backend {
  readonly s3: S3Client;
  readonly dynamodb: DynamoDBClient;
}

export const backends: readonly { readonly name: string; start(): Promise<Backend> }[] = [
  { name: 'memory', start: startMemory },
  { name: 'embedded', start: () => startEmbedded() },
];

async function startMemory(): Promise<Backend> {
  const bucket = createMemoryBucket(() => new Date());
  return {
    versions: createMemoryVersionStore(),
    files: createMemoryDraftFiles(bucket),
    runtime: systemRuntime,
    bucket: {
      put: async (key, body) => void bucket.put(key, body),
      delete: async (key) => bucket.delete(key),
      deleteVersion: async (key, versionId) => bucket.deleteVersion(key, versionId),
      async setVersioning(on) {
        bucket.versioned = on;
      },
    },
    close: async () => {},
  };
}

/** `seed` may fill the S3 server's store before it starts, which is quicker than asking it. */
export async function startEmbedded(seed?: (store: Store) => Promise<void>): Promise<AwsBackend> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contract-'));
  if (seed !== undefined) await withStore(join(dataDir, 's3'), seed);
  const servers = await startEmbeddedServers({ s3Port: 0, dynamodbPort: 0, dataDir });
  setLambdaEnvironment(process.env, servers);
  await provision({ demo: false });
  const config = readConfig(process.env);
  const s3 = new S3Client({ forcePathStyle: config.s3PathStyle });
  const dynamodb = new DynamoDBClient({});
  return {
    ...wireDeps(s3, dynamodb, config),
    s3,
    dynamodb,
    bucket: editableBucket(s3, config.bucketName),
    async close() {
      s3.destroy();
      dynamodb.destroy();
      await servers.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

async function withStore(directory: string, action: (store: Store) => Promise<void>): Promise<void> {
  await mkdir(directory);
  const store = await openStore(directory);
  await action(store);
  await store.close();
}

function editableBucket(s3: S3Client, Bucket: string): EditableBucket {
  return {
    put: async (Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))),
    delete: async (Key) => void (await s3.send(new DeleteObjectCommand({ Bucket, Key }))),
    async deleteVersion(Key, VersionId) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    },
    async setVersioning(on) {
      const VersioningConfiguration = { Status: on ? 'Enabled' : 'Suspended' } as const;
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    },
  };
}
