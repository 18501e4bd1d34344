// The servers of the rounds in words, with their versions, for the report.
import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import dynalite from 'dynalite/package.json' with { type: 'json' };
import { installDynamoDbLocal } from '../../infra/local/servers/dynamodb-local.ts';
import { installMinio } from '../../infra/local/servers/minio.ts';
import type { ServerChoice } from './chosen-servers.ts';

export interface ServerNames {
  readonly s3: string;
  readonly dynamodb: string;
}

/** Installs what is not there yet. Rejects with a `MissingTool` if that cannot be done on this machine. */
export async function nameServers({ minio, dynamodbLocal }: ServerChoice): Promise<ServerNames> {
  return {
    s3: minio ? await nameMinio() : "this project's own, embedded",
    dynamodb: dynamodbLocal ? await nameDynamoDbLocal() : `dynalite ${dynalite.version}, embedded`,
  };
}

/** From where it is installed: a binary that is built from the Go module does not know its version. */
async function nameMinio(): Promise<string> {
  return basename(dirname(await installMinio())).replace(/^minio-/, 'MinIO ');
}

async function nameDynamoDbLocal(): Promise<string> {
  const cwd = await installDynamoDbLocal();
  const { stdout } = await promisify(execFile)('java', ['-jar', 'DynamoDBLocal.jar', '-version'], { cwd });
  return `DynamoDB Local ${stdout.trim()}, in memory`;
}
