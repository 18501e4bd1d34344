// Gives the API suites their service, on the servers of SERVER_SET; no suite knows which ones it talks to.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll } from 'vitest';
import type { GivenServers } from '../../infra/local/endpoints.ts';
import { freePort } from '../../infra/local/servers/free-port.ts';
import { WEBHOOK_PATH } from '../../infra/local/webhook-settings.ts';
import { type Api, createApi } from './api.ts';
import { type BackingServers, startBackingServers } from './backing-servers.ts';
import { EVENTS_TOKEN, s3At } from './clients.ts';
import { createDraftEditor, type DraftEditor } from './draft-editor.ts';
import { type LocalProcess, startLocalProcess, startProcessForGood } from './local-process.ts';
import { seedStore } from './seeded-store.ts';
import { serverSet } from './server-set.ts';
import { deployedServers } from './target.ts';

export interface Servers {
  readonly apiUrl: string;
  readonly s3: S3Client;
  readonly bucket: string;
  readonly api: Api;
  readonly drafts: DraftEditor;
  /** Ends the service in good order, and removes its data from embedded servers. */
  stop(): Promise<void>;
  /** Ends it, with its embedded servers, at once, as a power cut would; its data stays for `restart`. */
  kill9(): Promise<void>;
  /** The service again, on the same data. */
  restart(): Promise<Servers>;
}

/**
 * A service for the rest of a test file. Without flags and keys, files that run in one process share it: like a deployed
 * service, it knows the pipelines of other files. Else it is the file's own, stopped when its tests are over.
 * `flags` as `npm start` takes them. `keys` are in its bucket from the start, which only an embedded S3 can have.
 */
export async function useServers(
  flags: readonly string[] = [],
  keys: readonly string[] = [],
): Promise<Servers> {
  const isOwn = serverSet !== 'embedded' || flags.length > 0 || keys.length > 0;
  const servers = await (isOwn ? startServers(flags, keys) : sharedServers());
  afterAll(() => servers.stop());
  return servers;
}

export async function startServers(
  more: readonly string[] = [],
  keys: readonly string[] = [],
): Promise<Servers> {
  if (serverSet === 'deployed') return deployedServers();
  const dataDir = await mkdtemp(join(tmpdir(), 'pipeline-versioning-'));
  // Known before the service starts, and the same after a restart: a MinIO posts its events there.
  const port = await freePort();
  const webhook = { endpoint: `http://127.0.0.1:${port}${WEBHOOK_PATH}`, token: EVENTS_TOKEN };
  const backing = await startBackingServers(dataDir, webhook);
  const bucket = `api-${crypto.randomUUID()}`;
  if (keys.length > 0) await seedStore(dataDir, bucket, keys);
  const flags = [...flagsOf({ port, dataDir, bucket }), ...givenFlags(backing.given), ...more];
  return startOn({ flags, bucket, release: () => release(backing, dataDir) });
}

interface Places {
  readonly port: number;
  readonly dataDir: string;
  readonly bucket: string;
}

function flagsOf({ port, dataDir, bucket }: Places): readonly string[] {
  return [
    ...['--port', String(port), '--s3-port', '0', '--dynamodb-port', '0'],
    ...['--data', dataDir, '--no-demo', '--bucket', bucket, '--table', bucket],
  ];
}

function givenFlags({ s3Url, dynamodbUrl, sqsUrl }: GivenServers): readonly string[] {
  const flags = { '--s3': s3Url, '--dynamodb': dynamodbUrl, '--sqs': sqsUrl };
  return Object.entries(flags).flatMap(([flag, url]) => (url === undefined ? [] : [flag, url]));
}

async function release(backing: BackingServers, dataDir: string): Promise<void> {
  await backing.stop();
  await rm(dataDir, { recursive: true });
}

interface Setting {
  readonly flags: readonly string[];
  readonly bucket: string;
  release(): Promise<void>;
}

async function startOn(setting: Setting): Promise<Servers> {
  const { flags, bucket, release } = setting;
  const service = await startLocalProcess(flags);
  const clients = clientsOf(service, bucket);
  return {
    ...clients,
    kill9: service.kill9,
    restart: () => startOn(setting),
    async stop() {
      clients.s3.destroy();
      await service.stop();
      await release();
    },
  };
}

function clientsOf({ apiUrl, s3Url }: Addresses, bucket: string) {
  // One attempt: what a suite counts as acknowledged, the service has acknowledged once.
  const s3 = s3At(s3Url, { maxAttempts: 1 });
  return { apiUrl, s3, bucket, api: createApi(apiUrl), drafts: createDraftEditor(s3, bucket) };
}

type Addresses = Pick<LocalProcess, 'apiUrl' | 's3Url'>;

interface Shared {
  readonly service: Addresses;
  readonly bucket: string;
}

/** Modules are loaded anew for each file (leave-as-found.ts); what files share is therefore no variable of a module. */
const kept = globalThis as { sharedService?: Promise<Shared> };

/** To start a service takes a second of computing. It ends with this process; `stop` ends the file's clients. */
async function sharedServers(): Promise<Servers> {
  kept.sharedService ??= startShared();
  const { service, bucket } = await kept.sharedService;
  const clients = clientsOf(service, bucket);
  const refuse = () => Promise.reject(new Error('other test files use this service; call startServers'));
  return { ...clients, kill9: refuse, restart: refuse, stop: async () => clients.s3.destroy() };
}

async function startShared(): Promise<Shared> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pipeline-versioning-'));
  const bucket = `api-${crypto.randomUUID()}`;
  const service = await startProcessForGood(flagsOf({ port: 0, dataDir, bucket }), dataDir);
  return { service, bucket };
}
