// The command line of `npm run servers`, and what it prints once all run.
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { announcement } from '../../../../infra/local/servers/announcement.ts';
import { parseFlags } from '../../../../infra/local/servers/flags.ts';
import type { Addresses } from '../../../../infra/local/servers/start-servers.ts';

describe('flags', () => {
  test('without any, all servers are wanted, on free ports', () => {
    expect(parseFlags([])).toEqual({
      servers: ['minio', 'dynamodbLocal', 'localstack'],
      named: false,
      installOnly: false,
      ports: { minio: 0, dynamodbLocal: 0, localstack: 0 },
      apiPort: 8080,
      dataDir: resolve('.local/servers'),
    });
  });

  test('servers that are named are the only ones', () => {
    const { servers, named } = parseFlags(['--localstack', '--minio']);

    expect({ servers, named }).toEqual({ servers: ['minio', 'localstack'], named: true });
  });

  test('ports and directory can be chosen', () => {
    const options = parseFlags(
      '--minio-port 9000 --dynamodb-local-port 8000 --localstack-port 4566 --api-port 8081 --data x --install'.split(
        ' ',
      ),
    );

    expect(options).toMatchObject({
      installOnly: true,
      ports: { minio: 9000, dynamodbLocal: 8000, localstack: 4566 },
      apiPort: 8081,
      dataDir: resolve('x'),
    });
  });
});

describe('what is printed', () => {
  const [minio, dynamodbLocal, localstack] = [9000, 8000, 4566].map((port) => `http://127.0.0.1:${port}`);
  const start =
    'AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local-secret AWS_REGION=us-east-1 npm start --';

  function commands(addresses: Readonly<Record<string, string | undefined>>, apiPort = 8080, token?: string) {
    const printed = announcement(new Map(Object.entries(addresses)) as unknown as Addresses, {
      apiPort,
      token,
    });
    return printed
      .split('\n')
      .filter((line) => line.includes('npm start'))
      .map((line) => line.trim());
  }

  test('addresses one per line, and the ways to use them', () => {
    const addresses = new Map(Object.entries({ minio, dynamodbLocal, localstack })) as unknown as Addresses;

    const printed = announcement(addresses, { apiPort: 8080, token: undefined });

    expect(printed).toBe(`
MinIO           ${minio}
DynamoDB Local  ${dynamodbLocal}
LocalStack      ${localstack}

Start the service with them, in another terminal:
  ${start} --s3 ${minio} --dynamodb ${dynamodbLocal}
  ${start} --s3 ${minio} --dynamodb ${localstack}
  ${start} --s3 ${localstack} --dynamodb ${localstack} --sqs ${localstack}

Ctrl-C stops them.`);
  });

  test('a server that is left out is in no command', () => {
    expect(commands({ minio })).toEqual([`${start} --s3 ${minio}`]);
    expect(commands({ dynamodbLocal })).toEqual([`${start} --dynamodb ${dynamodbLocal}`]);
    expect(commands({ localstack })).toEqual([
      `${start} --s3 ${localstack} --dynamodb ${localstack} --sqs ${localstack}`,
    ]);
  });

  test('a port and a token of one’s own are passed on', () => {
    expect(commands({ minio }, 8081, 'secret')).toEqual([
      `S3_EVENTS_TOKEN=secret ${start} --s3 ${minio} --port 8081`,
    ]);
  });
});
