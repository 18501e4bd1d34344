// What the contract suites run against: memory, and the adapters for AWS on the servers of SERVER_SET.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { afterAll, beforeAll } from 'vitest';
import { createMemoryBucket, createMemoryDraftFiles } from '../../functions/adapters/memory/draft-files.ts';
import { createMemoryVersionStore } from '../../functions/adapters/memory/version-store.ts';
import { systemRuntime } from '../../functions/adapters/system-runtime.ts';
import { readConfig } from '../../functions/config.ts';
import type { Deps } from '../../functions/usecases/deps.ts';
import { wireDeps } from '../../functions/wiring/service.ts';
import { REGION } from '../../infra/local/defaults.ts';
import { startEmbeddedServers } from '../../infra/local/embedded/embedded-servers.ts';
import { setLambdaEnvironment } from '../../infra/local/lambda/environment.ts';
import { provision } from '../../infra/local/provision/provision.ts';
import type { Store } from '../../infra/s3-server/store/store.ts';
import { startBackingServers } from '../support/backing-servers.ts';
import { writeMany, writeObject } from '../support/seeded-store.ts';
import { serverSet } from '../support/server-set.ts';

/** The bucket as an editor uses it. What is saved in an embedded S3 goes into its store without a request. */
export interface EditableBucket {
  put(key: string, body: string | Uint8Array): Promise<void>;
  /** One more version of each key, of one text. Of one key they come in turn; none may be deleted for good. */
  putMany(keys: readonly string[], text?: string): Promise<void>;
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
  readonly bucketName: string;
}

export const backends: readonly { readonly name: string; start(): Promise<Backend> }[] = [
  { name: 'memory', start: startMemory },
  { name: serverSet, start: () => startAws() },
];

/** Starts one backend for all tests of a describe block. `use` gets it before the first of them. */
export function shareBackend(start: () => Promise<Backend>, use: (backend: Backend) => void): void {
  let backend: Backend;
  beforeAll(async () => {
    backend = await start();
    use(backend);
  });
  afterAll(() => backend.close());
}

async function startMemory(): Promise<Backend> {
  const bucket = createMemoryBucket(() => new Date());
  return {
    versions: createMemoryVersionStore(),
    files: createMemoryDraftFiles(bucket),
    runtime: systemRuntime,
    bucket: {
      put: async (key, body) => void bucket.put(key, body),
      putMany: async (keys, text = 'x') => keys.forEach((key) => void bucket.put(key, text)),
      delete: async (key) => bucket.delete(key),
      deleteVersion: async (key, versionId) => bucket.deleteVersion(key, versionId),
      async setVersioning(on) {
        bucket.versioned = on;
      },
    },
    close: async () => {},
  };
}

/** A bucket and a table of their own. */
export async function startAws(): Promise<AwsBackend> {
  const dataDir = await mkdtemp(join(tmpdir(), 'contract-'));
  const bucket = `contract-${crypto.randomUUID()}`;
  const { given, stop } = await startBackingServers(dataDir);
  const servers = await startEmbeddedServers({ s3Port: 0, dynamodbPort: 0, dataDir, given });
  const names = { bucket, table: bucket };
  setLambdaEnvironment(process.env, { ...servers, ...names, region: REGION, credentials: 'local' });
  await provision({ ...servers, ...names, setup: true, demo: 'no', events: { by: 'none' } });
  const config = readConfig(process.env);
  const s3 = new S3Client({ forcePathStyle: config.s3PathStyle });
  const dynamodb = new DynamoDBClient({});
  return {
    ...wireDeps(s3, dynamodb, config),
    s3,
    dynamodb,
    bucketName: bucket,
    bucket: editableBucket(s3, bucket, servers.store),
    async close() {
      s3.destroy();
      dynamodb.destroy();
      await servers.close();
      await stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

export function editableBucket(s3: S3Client, Bucket: string, store?: Store): EditableBucket {
  const put: EditableBucket['put'] = store
    ? (key, body) => writeObject(store, { bucket: Bucket, key }, body)
    : async (Key, Body) => void (await s3.send(new PutObjectCommand({ Bucket, Key, Body })));
  return {
    put,
    putMany: async (keys, text = 'x') => {
      if (store) await writeMany(store, Bucket, keys, text);
      else await pMap(keys, (key) => put(key, text), { concurrency: 16 });
    },
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
