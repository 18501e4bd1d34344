// LocalStack as startLocalStack starts it. Needs Java 17, Python 3.12 and what a C++ program is built with.
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  ListBucketsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  ListQueuesCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ACCOUNT_ID, REGION } from '../../../../infra/local/defaults.ts';
import {
  installLocalStack,
  type LocalStackOptions,
  startLocalStack,
} from '../../../../infra/local/servers/localstack.ts';
import { dynamodbAt, s3At, sqsAt } from '../../../support/clients.ts';
import { newDir } from '../support/new-dir.ts';
import { expectNothingAfterStop } from './support/processes.ts';

beforeAll(() => installLocalStack(), 900_000);

async function start(options?: LocalStackOptions) {
  const server = await startLocalStack(options);
  onTestFinished(() => server.stop());
  return server;
}

const Bucket = 'pipelines';
const TableName = 'kept';

const createTable = new CreateTableCommand({
  TableName,
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
});

test('S3 tells a queue on a port of any number, and a second one beside it knows nothing of it', async () => {
  const [one, other] = await Promise.all([start(), start()]);
  const { QueueUrl } = await sqsAt(one.url).send(new CreateQueueCommand({ QueueName: 'events' }));
  await s3At(one.url).send(new CreateBucketCommand({ Bucket }));
  const QueueArn = `arn:aws:sqs:${REGION}:${ACCOUNT_ID}:events`;
  await s3At(one.url).send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: { QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }] },
    }),
  );

  await s3At(one.url).send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'text' }));

  const receive = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10, MaxNumberOfMessages: 10 });
  const messages: Message[] = [];
  while (!messages.some(({ Body }) => Body?.includes('"ObjectCreated:Put"'))) {
    // The first message is S3's test of the queue.
    messages.push(...((await sqsAt(one.url).send(receive)).Messages ?? []));
  }
  expect(QueueUrl).toMatch(new RegExp(`^${one.url}/`));
  expect((await s3At(other.url).send(new ListBucketsCommand())).Buckets).toEqual([]);
});

test('a directory keeps the tables and loses the buckets and queues, and nothing runs after the stop', async () => {
  const stateDir = await newDir();
  const first = await start({ stateDir });
  await dynamodbAt(first.url).send(createTable);
  await s3At(first.url).send(new CreateBucketCommand({ Bucket }));
  await sqsAt(first.url).send(new CreateQueueCommand({ QueueName: 'events' }));
  await expectNothingAfterStop(first);

  const { url } = await start({ stateDir, port: Number(new URL(first.url).port) });

  expect(url).toBe(first.url);
  const { Table } = await dynamodbAt(url).send(new DescribeTableCommand({ TableName }));
  expect(Table?.TableStatus).toBe('ACTIVE');
  expect((await s3At(url).send(new ListBucketsCommand())).Buckets).toEqual([]);
  expect((await sqsAt(url).send(new ListQueuesCommand())).QueueUrls ?? []).toEqual([]);
});
