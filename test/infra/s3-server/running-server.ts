// Starts the S3 server on a free port over a new directory, with the real SDK client pointed at it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import type { S3Server } from '../../../infra/s3-server/server.ts';
import { clientOf, region, startIn } from './start-server.ts';

export const newDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 's3-test-'));

type Versioning = 'Unversioned' | 'Enabled' | 'Suspended';

export interface Running {
  readonly server: S3Server;
  readonly client: S3Client;
  readonly dataDir: string;
  /** A new bucket, empty. */
  bucket(versioning?: Versioning): Promise<string>;
}

let buckets = 0;

export async function newBucket(client: S3Client, versioning: Versioning = 'Enabled'): Promise<string> {
  buckets += 1;
  const Bucket = `bucket-${process.pid}-${buckets}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  if (versioning !== 'Unversioned') await setVersioning(client, Bucket, versioning);
  return Bucket;
}

export const setVersioning = (client: S3Client, Bucket: string, Status: 'Enabled' | 'Suspended') =>
  client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

/** One server for the tests of a file; read its fields inside of tests only. */
export function useServer(inRegion = region): Running {
  let running: Pick<Running, 'server' | 'client' | 'dataDir'>;
  beforeAll(async () => {
    const dataDir = await newDataDir();
    const server = await startIn(dataDir, 0, inRegion);
    running = { dataDir, server, client: clientOf(server.url, inRegion) };
  });
  afterAll(async () => {
    running.client.destroy();
    await running.server.close();
    await rm(running.dataDir, { recursive: true });
  });
  return {
    get server() {
      return running.server;
    },
    get client() {
      return running.client;
    },
    get dataDir() {
      return running.dataDir;
    },
    bucket: (versioning) => newBucket(running.client, versioning),
  };
}
