// The server that is measured: `npm start` as a process of its own, on free ports, with new data in a temp directory.
// Another source of servers (MinIO, DynamoDB Local) is another function that returns a `Server`.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Server {
  readonly apiUrl: string;
  readonly s3Url: string;
  /** Stops it and deletes its data. */
  close(): Promise<void>;
}

const START = join(import.meta.dirname, '../../infra/local/start.mjs');
const FREE_PORTS = ['--port', '0', '--s3-port', '0', '--dynamodb-port', '0'];
const ANNOUNCED = /^API\s+(\S+)[\s\S]*^S3\s+(\S+)/m;

export async function startServer(): Promise<Server> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  const child = spawn(process.execPath, [START, ...FREE_PORTS, '--no-demo', '--data', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const close = async () => {
    if (child.exitCode === null && child.kill('SIGINT')) await once(child, 'exit');
    await rm(dataDir, { recursive: true });
  };
  try {
    return { ...(await announcedBy(child)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function announcedBy({ stdout }: ChildProcess): Promise<Pick<Server, 'apiUrl' | 's3Url'>> {
  let output = '';
  for await (const chunk of stdout?.setEncoding('utf8').iterator({ destroyOnReturn: false }) ?? []) {
    output += chunk;
    const [, apiUrl, s3Url] = ANNOUNCED.exec(output) ?? [];
    if (apiUrl === undefined || s3Url === undefined) continue;
    stdout?.resume();
    return { apiUrl, s3Url };
  }
  throw new Error(`the server did not start: ${output}`);
}
