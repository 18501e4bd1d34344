// The servers by others that the cases are run on, and where to find them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalStack } from '../../infra/local/servers/localstack.ts';
import { startMinio } from '../../infra/local/servers/minio.ts';
import type { RunningServer } from '../../infra/local/servers/spawn-server.ts';

export type OtherServer = 'minio' | 'localstack';

/** With which the outcomes were recorded; `embedded.test.ts` compares them with what the start functions install. */
export const VERSIONS: Readonly<Record<OtherServer, string>> = {
  minio: 'v0.0.0-20260212201848-7aac2a2c5b7c',
  localstack: '4.14.0',
};

async function startPassingMinio(): Promise<RunningServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'minio-'));
  const { url, stop } = await startMinio({ dataDir });
  return { url, stop: () => stop().then(() => rm(dataDir, { recursive: true, force: true })) };
}

const starts: Readonly<Record<OtherServer, () => Promise<RunningServer>>> = {
  minio: startPassingMinio,
  localstack: startLocalStack,
};

/** One that runs already, by `MINIO_URL` or `LOCALSTACK_URL`; else a new one. Its credentials are the local ones. */
export async function otherServer(name: OtherServer): Promise<RunningServer> {
  const url = process.env[`${name.toUpperCase()}_URL`];
  return url === undefined ? starts[name]() : { url, stop: async () => undefined };
}
