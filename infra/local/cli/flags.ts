// The command line of `npm start`. A wrong flag is one line on stderr and exit 1; `--help` exits 0.
import { resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { LocalServerOptions } from '../local-server.ts';

interface Flags {
  readonly port: number;
  readonly s3Port: number;
  readonly dynamodbPort: number;
  readonly data: string;
  readonly demo: boolean;
}

const command = () =>
  new Command('npm start --')
    .description(
      'Runs the whole service on this machine: HTTP API, versioned S3 and DynamoDB, on 127.0.0.1 only.',
    )
    .option('--port <port>', 'port of the HTTP API; 0 picks a free one', portNumber, 8080)
    .option('--s3-port <port>', 'port of S3; 0 picks a free one', portNumber, 9000)
    .option('--dynamodb-port <port>', 'port of DynamoDB; 0 picks a free one', portNumber, 8000)
    .option('--data <dir>', 'where everything is kept', directory, '.local')
    .option('--no-demo', 'do not put the demo pipeline into a new bucket')
    .helpOption('--help', 'show this')
    .showSuggestionAfterError(false);

export function parseFlags(args: readonly string[]): LocalServerOptions {
  const { data, ...flags } = command().parse(args, { from: 'user' }).opts<Flags>();
  return { ...flags, dataDir: resolve(data) };
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}

function directory(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('It must name a directory.');
}
