// The command line of `npm run servers`. A wrong flag is one line on stderr and exit 1; `--help` exits 0.
import { resolve } from 'node:path';
import { Command } from 'commander';
import { directory, portNumber } from '../cli/arguments.ts';
import { ALL_SERVERS, type ServerName } from './server-name.ts';

export interface ServersOptions {
  readonly servers: readonly ServerName[];
  /** Whether the servers were named, so that one that cannot run here is an error. */
  readonly named: boolean;
  readonly installOnly: boolean;
  /** 0 for any that is free. */
  readonly ports: Readonly<Record<ServerName, number>>;
  readonly apiPort: number;
  readonly dataDir: string;
}

interface Flags {
  readonly minio: boolean;
  readonly dynamodbLocal: boolean;
  readonly localstack: boolean;
  readonly install: boolean;
  readonly minioPort: number;
  readonly dynamodbLocalPort: number;
  readonly localstackPort: number;
  readonly apiPort: number;
  readonly data: string;
}

const command = () =>
  new Command('npm run servers --')
    .description(
      'Runs servers that others have written, without Docker, for the service to use: all three unless some are\n' +
        'named. Each is installed into the cache of this user when it is first needed.',
    )
    .option('--minio', 'MinIO, an S3 server (needs Go once)', false)
    .option('--dynamodb-local', 'DynamoDB Local (needs Java 17)', false)
    .option(
      '--localstack',
      'LocalStack: S3, SQS, DynamoDB, Lambda (needs Java 17, Python 3.12, gcc, cmake)',
      false,
    )
    .option('--install', 'install them, and with MinIO its client mc, and end', false)
    .option('--minio-port <port>', 'port of MinIO; 0 picks a free one', portNumber, 0)
    .option('--dynamodb-local-port <port>', 'port of DynamoDB Local; 0 picks a free one', portNumber, 0)
    .option('--localstack-port <port>', 'port of LocalStack; 0 picks a free one', portNumber, 0)
    .option('--api-port <port>', 'port of the API, which MinIO posts its events to', portNumber, 8080)
    .option(
      '--data <dir>',
      'where MinIO and DynamoDB Local keep everything; LocalStack keeps nothing',
      directory,
      '.local/servers',
    )
    .helpOption('--help', 'show this')
    .showSuggestionAfterError(false);

export function parseFlags(args: readonly string[]): ServersOptions {
  const flags = command().parse(args, { from: 'user' }).opts<Flags>();
  const named = ALL_SERVERS.filter((name) => flags[name]);
  return {
    servers: named.length > 0 ? named : ALL_SERVERS,
    named: named.length > 0,
    installOnly: flags.install,
    ports: {
      minio: flags.minioPort,
      dynamodbLocal: flags.dynamodbLocalPort,
      localstack: flags.localstackPort,
    },
    apiPort: flags.apiPort,
    dataDir: resolve(flags.data),
  };
}
