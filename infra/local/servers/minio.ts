// MinIO, built from its Go module: an S3 server by others, whose events are posted to a webhook. And its client mc,
// which compose.yaml configures the bucket with.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CREDENTIALS } from '../defaults.ts';
import { freePort } from './free-port.ts';
import { installGoProgram } from './go-program.ts';
import { type MinioCredentials, type MinioWebhook, minioEnvironment } from './minio-settings.ts';
import type { RunningServer } from './spawn-server.ts';
import { spawnServer } from './spawn-server.ts';

export interface MinioOptions {
  /** Made if it is missing. Objects and waiting events are kept in it, and found again by a later start. */
  readonly dataDir: string;
  /** 0, the default, for any that is free. */
  readonly port?: number;
  readonly webhook?: MinioWebhook;
  readonly credentials?: MinioCredentials;
}

const PROGRAM = {
  name: 'MinIO',
  part: 'minio',
  package: 'github.com/minio/minio',
  version: 'v0.0.0-20260212201848-7aac2a2c5b7c',
  binary: 'minio',
};

const CLIENT = {
  name: "MinIO's client",
  part: 'mc',
  package: 'github.com/minio/mc',
  version: 'v0.0.0-20250313080218-cf909e1063a9',
  binary: 'mc',
};

/** The binary's path. */
export function installMinio(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return installGoProgram(PROGRAM, env);
}

/** The binary's path. */
export function installMc(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return installGoProgram(CLIENT, env);
}

/** Listens on 127.0.0.1 only. Rejects with a `MissingTool` without Go, with the error of `listen` if the port is taken. */
export async function startMinio(options: MinioOptions): Promise<RunningServer> {
  const { webhook, credentials = CREDENTIALS } = options;
  const command = await installMinio();
  const dir = (name: string) => join(resolve(options.dataDir), name);
  const [drive, queueDir, certs] = [dir('drive'), dir('queue'), dir('certs')];
  for (const path of [drive, queueDir, certs]) await mkdir(path, { recursive: true });
  const port = await freePort(options.port);
  return spawnServer({
    name: PROGRAM.name,
    command,
    args: ['server', drive, '--address', `127.0.0.1:${port}`, '--certs-dir', certs],
    env: minioEnvironment({ credentials, webhook: webhook && { ...webhook, queueDir } }),
    cwd: dir('.'),
    url: `http://127.0.0.1:${port}`,
    // Not /live, which is 200 before the buckets' settings are read: a PUT at that moment would have no event.
    health: { path: '/minio/health/cluster', status: 200 },
  });
}
