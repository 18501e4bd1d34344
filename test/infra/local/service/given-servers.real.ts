// `npm start` on MinIO, with its webhook, and on LocalStack, with queues.
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { TABLE_SCHEMA } from '../../../../functions/adapters/dynamodb/table.ts';
import { freePort } from '../../../../infra/local/servers/free-port.ts';
import { startLocalStack } from '../../../../infra/local/servers/localstack.ts';
import { type MinioOptions, startMinio } from '../../../../infra/local/servers/minio.ts';
import type { RunningServer } from '../../../../infra/local/servers/spawn-server.ts';
import { WEBHOOK_ARN } from '../../../../infra/local/webhook-settings.ts';
import { dynamodbAt, IDENTITY, s3At, sqsAt } from '../../../support/clients.ts';
import { eventually } from '../../../support/eventually.ts';
import { createBucket, versioningOf } from '../support/bucket-calls.ts';
import { expectOneLine } from '../support/expect-one-line.ts';
import { get, PREFIX, publish, useS3 } from '../support/local-calls.ts';
import { newDir } from '../support/new-dir.ts';
import { runToEnd, startProcess } from '../support/server-process.ts';

const EVENTS = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'];
const FREE = ['--s3-port', '0', '--dynamodb-port', '0'];

const ENV = { ...IDENTITY, S3_EVENTS_TOKEN: 'the-token' };

let names = 0;
const newName = () => `given-${process.pid}-${++names}`;

const notificationsOf = async (s3: S3Client, Bucket: string) => {
  const found = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  return (found.QueueConfigurations ?? []).map(({ QueueArn, Events }) => ({ QueueArn, Events }));
};

/** Publishes the demo, makes an edit in the bucket and waits until an event has turned the flag. */
async function expectEventsToArrive(apiUrl: string, edit: () => Promise<unknown>): Promise<void> {
  expect(await publish(apiUrl, 'The demo')).toBe(201);
  await edit();
  await eventually(async () => expect((await get(apiUrl)).body.draft_dirty).toBe(true), 30_000);
}

describe('on MinIO', () => {
  async function useMinio(webhook?: MinioOptions['webhook']) {
    const minio = await startMinio({ dataDir: await newDir(), ...(webhook && { webhook }) });
    onTestFinished(() => minio.stop());
    return { url: minio.url, s3: useS3(minio.url) };
  }

  async function useMinioWithWebhook(token = ENV.S3_EVENTS_TOKEN) {
    const port = await freePort();
    const minio = await useMinio({ endpoint: `http://127.0.0.1:${port}/_events/s3`, token });
    const flags = (bucket: string) => [
      '--port',
      String(port),
      ...FREE,
      '--s3',
      minio.url,
      '--bucket',
      bucket,
    ];
    return { ...minio, flags };
  }

  test('a new bucket is versioned, and its events turn the flag', async () => {
    const { s3, flags } = await useMinioWithWebhook();
    const bucket = newName();

    const { apiUrl } = await startProcess(await newDir(), flags(bucket), ENV);

    expect(await versioningOf(s3, bucket)).toBe('Enabled');
    expect(await notificationsOf(s3, bucket)).toEqual([{ QueueArn: WEBHOOK_ARN, Events: EVENTS }]);
    await expectEventsToArrive(apiUrl, () => save(s3, bucket, 'pipeline.sql'));
  });

  test('events that nobody takes wait on its disk until the service is back', async () => {
    const { s3, flags } = await useMinioWithWebhook();
    const bucket = newName();
    const dataDir = await newDir();
    const first = await startProcess(dataDir, flags(bucket), ENV);
    expect(await publish(first.apiUrl, 'Before')).toBe(201);
    first.signal('SIGKILL');
    await first.ended;

    await save(s3, bucket, 'pipeline.sql');
    await save(s3, bucket, 'new.sql');
    const { apiUrl } = await startProcess(dataDir, flags(bucket), ENV);

    await eventually(async () => {
      expect((await get(apiUrl)).body).toMatchObject({ draft_dirty: true, draft: { file_count: 5 } });
    }, 30_000);
  });

  test('the token is the one of S3_EVENTS_TOKEN', async () => {
    const { s3, flags } = await useMinioWithWebhook('another-token');
    const bucket = newName();

    const env = { ...ENV, S3_EVENTS_TOKEN: 'another-token' };
    const { apiUrl } = await startProcess(await newDir(), flags(bucket), env);

    await expectEventsToArrive(apiUrl, () => save(s3, bucket, 'pipeline.sql'));
  });

  test('a bucket that tells nobody is refused and left as it is; --setup adds the notification', async () => {
    const { s3, flags } = await useMinioWithWebhook();
    const bucket = newName();
    await createBucket(s3, bucket, 'Enabled');

    const refused = await runToEnd([...flags(bucket), '--data', await newDir()], { env: ENV });
    const afterwards = await notificationsOf(s3, bucket);
    await startProcess(await newDir(), [...flags(bucket), '--setup'], ENV);

    expectOneLine(refused, `Bucket ${bucket} does not send all of its events to ${WEBHOOK_ARN}`);
    expect(afterwards).toEqual([]);
    expect(await notificationsOf(s3, bucket)).toHaveLength(1);
  });

  test('without a webhook of that name it is refused with what to do, and taken with --no-events', async () => {
    const { url } = await useMinio();
    const flags = ['--port', '0', ...FREE, '--s3', url, '--bucket', newName()];

    const refused = await runToEnd([...flags, '--data', await newDir()], { env: ENV });

    expectOneLine(
      refused,
      /has no webhook PIPELINES.*MINIO_NOTIFY_WEBHOOK_ENABLE_PIPELINES=on.*--sqs.*--no-events/,
    );
    await startProcess(await newDir(), [...flags, '--no-events'], ENV);
  });
});

describe('on LocalStack', () => {
  let localstack: RunningServer;
  let s3: S3Client;
  let sqs: SQSClient;
  beforeAll(async () => {
    localstack = await startLocalStack();
    s3 = s3At(localstack.url);
    sqs = sqsAt(localstack.url);
  });
  afterAll(async () => {
    s3.destroy();
    sqs.destroy();
    await localstack.stop();
  });

  const flags = (bucket: string) => {
    const { url } = localstack;
    const given = ['--s3', url, '--dynamodb', url, '--sqs', url];
    return ['--port', '0', ...given, '--bucket', bucket, '--table', bucket];
  };
  const queueOf = async (QueueName: string) => {
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return { QueueUrl, arn: Attributes.QueueArn ?? '', attributes: Attributes };
  };
  const failedIn = async (bucket: string) => {
    const { QueueUrl } = await queueOf(`${bucket}-draft-failed`);
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
    return Messages.map(({ Body }) => Body);
  };

  test('a new bucket gets a queue with a dead-letter queue, and its events turn the flag', async () => {
    const bucket = newName();

    const { apiUrl } = await startProcess(await newDir(), flags(bucket), ENV);

    const [changes, failed] = [
      await queueOf(`${bucket}-draft-changes`),
      await queueOf(`${bucket}-draft-failed`),
    ];
    expect(JSON.parse(changes.attributes.RedrivePolicy ?? '')).toEqual({
      deadLetterTargetArn: failed.arn,
      maxReceiveCount: 5,
    });
    expect(await notificationsOf(s3, bucket)).toEqual([{ QueueArn: changes.arn, Events: EVENTS }]);
    await expectEventsToArrive(apiUrl, () => save(s3, bucket, 'pipeline.sql'));
  });

  test('a message that cannot be read ends in the dead-letter queue, and holds up no other', async () => {
    const bucket = newName();
    const { apiUrl } = await startProcess(await newDir(), flags(bucket), ENV);
    const { QueueUrl } = await queueOf(`${bucket}-draft-changes`);
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '1' } }));

    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'no event' }));

    await expectEventsToArrive(apiUrl, () => save(s3, bucket, 'pipeline.sql'));
    await eventually(async () => expect(await failedIn(bucket)).toEqual(['no event']), 60_000);
  });

  test('other notifications of a bucket are kept; --setup adds ours', async () => {
    const bucket = newName();
    await createBucket(s3, bucket, 'Enabled');
    await sqs.send(new CreateQueueCommand({ QueueName: `${bucket}-other` }));
    const { arn } = await queueOf(`${bucket}-other`);
    const QueueConfigurations = [{ QueueArn: arn, Events: ['s3:ObjectCreated:Put' as const] }];
    await s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: bucket,
        NotificationConfiguration: { QueueConfigurations },
      }),
    );

    const refused = await runToEnd([...flags(bucket), '--data', await newDir()], { env: ENV });
    await startProcess(await newDir(), [...flags(bucket), '--setup'], ENV);

    expectOneLine(refused, `Bucket ${bucket} does not send all of its events to arn:aws:sqs:`);
    const ours = (await queueOf(`${bucket}-draft-changes`)).arn;
    expect(await notificationsOf(s3, bucket)).toEqual([
      ...QueueConfigurations,
      { QueueArn: ours, Events: EVENTS },
    ]);
  });

  test('a table that lacks the indexes gets them', async () => {
    const name = newName();
    const dynamodb = dynamodbAt(localstack.url);
    onTestFinished(() => dynamodb.destroy());
    const { GlobalSecondaryIndexes, ...schema } = TABLE_SCHEMA as unknown as CreateTableCommandInput;
    const keys = schema.AttributeDefinitions?.slice(0, 2);
    await dynamodb.send(new CreateTableCommand({ ...schema, AttributeDefinitions: keys, TableName: name }));

    await startProcess(await newDir(), flags(name), ENV);

    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    // LocalStack lists them in an order of its own.
    const byName = (indexes: readonly { readonly IndexName?: string | undefined }[] = []) =>
      indexes.toSorted((one, other) => (one.IndexName ?? '').localeCompare(other.IndexName ?? ''));
    expect(byName(Table?.GlobalSecondaryIndexes)).toMatchObject(byName(GlobalSecondaryIndexes));
  });
});

const save = (s3: S3Client, Bucket: string, path: string) =>
  s3.send(new PutObjectCommand({ Bucket, Key: PREFIX + path, Body: `-- ${crypto.randomUUID()}` }));
