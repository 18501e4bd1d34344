// The server that is measured: `npm start` as a process of its own, on free ports, with new data in a temp directory,
// and the S3 and DynamoDB that the bench was asked for.
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUCKET } from '../../infra/local/defaults.ts';
import { atExit } from '../../infra/local/servers/at-exit.ts';
import { freePort } from '../../infra/local/servers/free-port.ts';
import { startLocalProcess } from '../support/local-process.ts';
import { type ChosenServers, type ServerChoice, startChosenServers } from './chosen-servers.ts';
import { type CpuClock, cpuClockOf } from './cpu-clock.ts';
import { type CountRequests, createRequestCounter } from './minio-requests.ts';

export interface Server {
  readonly apiUrl: string;
  readonly s3Url: string;
  readonly dynamodbUrl: string;
  readonly pid: number;
  /** Whether an edit is observed by its event. If not, the bench has to ask for it. */
  readonly deliversEvents: boolean;
  /** Of its process, the embedded servers included. */
  readonly cpuClock: CpuClock | undefined;
  /** Only MinIO counts. */
  readonly countRequests: CountRequests | undefined;
  /** Stops it and deletes its data, as the end of this process does. */
  close(): Promise<void>;
}

/** `launcher` is a command that becomes the service's, in the rest of its arguments. */
export async function startServer(choice: ServerChoice, launcher: readonly string[] = []): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  const remove = () => rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  const callOff = atExit(remove);
  const chosen = await startChosenServers(choice, dataDir);
  const dynamodbPort = await freePort();
  const ports = ['--port', '0', '--s3-port', '0', '--dynamodb-port', String(dynamodbPort)];
  const flags = [...ports, '--no-demo', '--data', dataDir, ...chosenFlags(chosen)];
  const { apiUrl, s3Url, pid, stop } = await startLocalProcess(flags, 'inherit', launcher);
  return {
    apiUrl,
    s3Url,
    pid,
    dynamodbUrl: chosen.dynamodbUrl ?? `http://127.0.0.1:${dynamodbPort}`,
    deliversEvents: chosen.s3Url === undefined,
    cpuClock: cpuClockOf(pid),
    countRequests: chosen.s3Url === undefined ? undefined : createRequestCounter(chosen.s3Url, BUCKET),
    async close() {
      await stop();
      await chosen.stop();
      remove();
      callOff();
    },
  };
}

/** MinIO's webhook can be 3 s late; without events an edit is observed when the bench says so. */
function chosenFlags({ s3Url, dynamodbUrl }: ChosenServers): readonly string[] {
  return [
    ...(s3Url === undefined ? [] : ['--s3', s3Url, '--no-events']),
    ...(dynamodbUrl === undefined ? [] : ['--dynamodb', dynamodbUrl]),
  ];
}
