// What the tortured service stands on: MinIO and DynamoDB Local, or the embedded servers in this process, each behind
// a proxy that injects faults, and the way of the events.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServers } from '../../infra/local/embedded/embedded-servers.ts';
import type { Endpoints } from '../../infra/local/endpoints.ts';
import { startDynamoDbLocal } from '../../infra/local/servers/dynamodb-local.ts';
import { freePort } from '../../infra/local/servers/free-port.ts';
import { startMinio } from '../../infra/local/servers/minio.ts';
import { MissingTool } from '../../infra/local/servers/tools.ts';
import { dynamodbProtocol, s3Protocol } from './faults/aws-protocol.ts';
import { type EventRelay, startEventRelay } from './faults/event-relay.ts';
import { type FaultProxy, startFaultProxy } from './faults/proxy.ts';
import { createSchedule } from './faults/schedule.ts';
import { randomOf } from './seed.ts';
import { type Service, startService } from './service.ts';

export interface Servers {
  readonly service: Service;
  /** Without faults. */
  readonly s3Url: string;
  readonly s3: FaultProxy;
  readonly dynamodb: FaultProxy;
  readonly events: EventRelay;
  readonly bucket: string;
  /** Which servers these are. */
  readonly names: string;
  /** Resolves when nothing that was sent until now is still on its way to S3, DynamoDB or the service. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly seed: number;
  readonly level: number;
  /** Whether MinIO and DynamoDB Local are not wanted. */
  readonly embedded: boolean;
}

const BUCKET = 'torture';

/** Until a start works, each server that was started is stopped again. */
export async function startServers(options: ServerOptions): Promise<Servers> {
  const dataDir = await mkdtemp(join(tmpdir(), 'torture-'));
  const opened: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, maxRetries: 3 })];
  const stop = async () => {
    for (const close of opened.toReversed()) await close();
  };
  try {
    const started = await startAll({ ...options, dataDir, opened });
    return { ...started, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Setting extends ServerOptions {
  readonly dataDir: string;
  readonly opened: (() => Promise<unknown>)[];
}

async function startAll(setting: Setting): Promise<Omit<Servers, 'stop'>> {
  const { seed, level, dataDir, opened } = setting;
  const apiPort = await freePort();
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const events = await startEventRelay(apiUrl, randomOf(seed, 'events'));
  opened.push(() => events.close());
  const { s3Url, dynamodbUrl, names } = await startBacking(setting, events);
  const decide = createSchedule(seed, level);
  const s3 = await startFaultProxy(s3Url, s3Protocol, decide);
  const dynamodb = await startFaultProxy(dynamodbUrl, dynamodbProtocol, decide);
  const proxies = [s3, dynamodb];
  opened.push(...proxies.map((proxy) => () => proxy.close()));
  const flags = [
    ...['--s3', s3.url, '--dynamodb', dynamodb.url, '--port', String(apiPort)],
    ...['--data', join(dataDir, 'service'), '--bucket', BUCKET, '--table', BUCKET, '--no-demo'],
    ...(names.startsWith('MinIO') ? [] : ['--no-events']),
  ];
  const service = await startService({ apiUrl, flags, logFile: join(dataDir, 'service.log'), proxies });
  opened.push(() => service.stop());
  const settled = async () => {
    await Promise.all(proxies.map((proxy) => proxy.settled()));
    await events.settled();
  };
  return { service, s3Url, s3, dynamodb, events, bucket: BUCKET, names, settled };
}

async function startBacking(setting: Setting, events: EventRelay): Promise<Backing> {
  if (setting.embedded) return startEmbedded(setting, events, 'as asked for');
  try {
    return await startOthers(setting, events);
  } catch (error) {
    if (!(error instanceof MissingTool)) throw error;
    return startEmbedded(setting, events, error.message);
  }
}

interface Backing extends Endpoints {
  readonly names: string;
}

async function startOthers({ dataDir, opened }: Setting, events: EventRelay): Promise<Backing> {
  const minio = await startMinio({ dataDir: join(dataDir, 'minio'), webhook: events.webhook });
  opened.push(() => minio.stop());
  const dynamodb = await startDynamoDbLocal();
  opened.push(() => dynamodb.stop());
  return { s3Url: minio.url, dynamodbUrl: dynamodb.url, names: 'MinIO and DynamoDB Local' };
}

async function startEmbedded(
  { dataDir, opened }: Setting,
  events: EventRelay,
  why: string,
): Promise<Backing> {
  const ports = { s3Port: 0, dynamodbPort: 0 };
  const embedded = await startEmbeddedServers({ ...ports, dataDir: join(dataDir, 'embedded') });
  opened.push(() => embedded.close());
  if (embedded.store) events.follow(embedded.store.outbox);
  return { ...embedded, names: `the embedded servers (${why})` };
}
