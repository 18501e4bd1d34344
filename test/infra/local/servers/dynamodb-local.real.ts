// DynamoDB Local as startDynamoDbLocal starts it. Needs Java 17.
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  type DynamoDbLocalOptions,
  installDynamoDbLocal,
  startDynamoDbLocal,
} from '../../../../infra/local/servers/dynamodb-local.ts';
import { dynamodbAt } from '../../../support/clients.ts';
import { newDir } from '../support/new-dir.ts';
import { expectNothingAfterStop } from './support/processes.ts';

beforeAll(() => installDynamoDbLocal(), 300_000);

async function start(options?: DynamoDbLocalOptions) {
  const server = await startDynamoDbLocal(options);
  onTestFinished(() => server.stop());
  return server;
}

const table: CreateTableCommandInput = {
  TableName: 'kept',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};

async function tablesAt(url: string) {
  const { TableNames } = await dynamodbAt(url).send(new ListTablesCommand());
  return TableNames;
}

test('tables are found again in the same directory, and nothing runs after the stop', async () => {
  const dataDir = await newDir();
  const first = await start({ dataDir });
  await dynamodbAt(first.url).send(new CreateTableCommand(table));
  await expectNothingAfterStop(first);

  const second = await start({ dataDir, port: Number(new URL(first.url).port) });

  expect(second.url).toBe(first.url);
  expect(await tablesAt(second.url)).toEqual(['kept']);
});

test('without a directory two of them share nothing and keep nothing', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  await dynamodbAt(one.url).send(new CreateTableCommand(table));
  expect(await tablesAt(other.url)).toEqual([]);
  await one.stop();

  const again = await start({ port: Number(new URL(one.url).port) });

  expect(await tablesAt(again.url)).toEqual([]);
});
