// THE place that gives the API suites their service. Another backend (MinIO, LocalStack, a deployment) is another way
// to fill `Servers`; no suite knows which one it talks to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll } from 'vitest';
import { type Api, createApi } from './api.ts';
import { createDraftEditor, type DraftEditor } from './draft-editor.ts';
import { startLocalProcess } from './local-process.ts';

export interface Servers {
  readonly apiUrl: string;
  readonly s3Url: string;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly api: Api;
  readonly drafts: DraftEditor;
  /** Ends the service in good order and removes its data. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would; its data stays for `restart`. */
  kill9(): Promise<void>;
  /** The service again, on the same data. */
  restart(): Promise<Servers>;
}

const BUCKET = 'pipelines';
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };

/** A service of its own for one test file, stopped when the file's tests are over. */
export async function useServers(): Promise<Servers> {
  const servers = await startServers();
  afterAll(() => servers.stop());
  return servers;
}

export async function startServers(): Promise<Servers> {
  return startOn(await mkdtemp(join(tmpdir(), 'pipeline-versioning-')));
}

async function startOn(dataDir: string): Promise<Servers> {
  const { apiUrl, s3Url, stop, kill9 } = await startLocalProcess(dataDir);
  // One attempt: what a suite counts as acknowledged, the service has acknowledged once.
  const s3 = new S3Client({
    endpoint: s3Url,
    region: 'us-east-1',
    credentials: CREDENTIALS,
    forcePathStyle: true,
    maxAttempts: 1,
  });
  return {
    apiUrl,
    s3Url,
    s3,
    bucket: BUCKET,
    api: createApi(apiUrl),
    drafts: createDraftEditor(s3, BUCKET),
    kill9,
    restart: () => startOn(dataDir),
    async stop() {
      s3.destroy();
      await stop();
      await rm(dataDir, { recursive: true });
    },
  };
}
