// MinIO as startMinio starts it. Needs Go for the first install.
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../../infra/local/servers/free-port.ts';
import { installMinio, type MinioOptions, startMinio } from '../../../../infra/local/servers/minio.ts';
import { WEBHOOK_ARN, WEBHOOK_PATH } from '../../../../infra/local/webhook-settings.ts';
import { s3At } from '../../../support/clients.ts';
import { newDir } from '../support/new-dir.ts';
import { busyPort } from '../support/sockets.ts';
import { expectNothingAfterStop } from './support/processes.ts';

beforeAll(() => installMinio(), 900_000);

async function start(options: MinioOptions) {
  const server = await startMinio(options);
  onTestFinished(() => server.stop());
  return server;
}

const Bucket = 'pipelines';

test('objects are found again on the same port and directory, and nothing runs after the stop', async () => {
  const dataDir = await newDir();
  const first = await start({ dataDir });
  await s3At(first.url).send(new CreateBucketCommand({ Bucket }));
  await s3At(first.url).send(new PutObjectCommand({ Bucket, Key: 'kept', Body: 'text' }));
  await expectNothingAfterStop(first);

  const second = await start({ dataDir, port: Number(new URL(first.url).port) });
  const { Body } = await s3At(second.url).send(new GetObjectCommand({ Bucket, Key: 'kept' }));

  expect(second.url).toBe(first.url);
  expect(await Body?.transformToString()).toBe('text');
});

test('anybody can count the requests', async () => {
  const { url } = await start({ dataDir: await newDir() });
  await s3At(url).send(new ListBucketsCommand());

  const metrics = await fetch(`${url}/minio/v2/metrics/cluster`);

  expect(await metrics.text()).toMatch(/minio_s3_requests_total\{.*api="listbuckets"/);
});

test('an event waits on disk while its receiver is down, also over a restart, and then arrives', async () => {
  const dataDir = await newDir();
  const port = await freePort();
  const webhook = { endpoint: `http://127.0.0.1:${port}${WEBHOOK_PATH}`, token: 'word' };
  const first = await start({ dataDir, webhook });
  await s3At(first.url).send(new CreateBucketCommand({ Bucket }));
  const NotificationConfiguration = {
    QueueConfigurations: [{ QueueArn: WEBHOOK_ARN, Events: ['s3:ObjectCreated:*' as const] }],
  };
  await s3At(first.url).send(
    new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }),
  );

  await s3At(first.url).send(new PutObjectCommand({ Bucket, Key: 'early', Body: 'text' }));
  const waiting = await readdir(join(dataDir, 'queue'), { recursive: true });
  await first.stop();
  const receiver = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => void receiver.close());
  // It can come before MinIO is said to be up.
  const arrival = once(receiver, 'request');
  await start({ dataDir, webhook });
  const [request, response] = await arrival;
  response.end();

  // A directory for the target, and in it the event's file.
  expect(waiting).toHaveLength(2);
  expect(request).toMatchObject({ method: 'POST', url: WEBHOOK_PATH });
  expect(request.headers.authorization).toBe('Bearer word');
  expect(await json(request)).toMatchObject({
    Key: 'pipelines/early',
    Records: [{ eventSource: 'minio:s3' }],
  });
});

test('a PUT right after the start has its event', async () => {
  const dataDir = await newDir();
  const webhook = { endpoint: `http://127.0.0.1:${await freePort()}/`, token: 'word' };
  const { url, stop } = await start({ dataDir, webhook });
  await s3At(url).send(new CreateBucketCommand({ Bucket }));
  const NotificationConfiguration = {
    QueueConfigurations: [{ QueueArn: WEBHOOK_ARN, Events: ['s3:ObjectCreated:*' as const] }],
  };
  await s3At(url).send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  await stop();

  const again = await start({ dataDir, webhook });
  await s3At(again.url).send(new PutObjectCommand({ Bucket, Key: 'first', Body: 'text' }));

  const files = await readdir(join(dataDir, 'queue'), { recursive: true });
  expect(files.filter((file) => file.endsWith('.event'))).toHaveLength(1);
});

test('a port that is taken is said at once', async () => {
  const starting = startMinio({ dataDir: await newDir(), port: await busyPort() });

  await expect(starting).rejects.toMatchObject({ code: 'EADDRINUSE', syscall: 'listen' });
});

test('it listens on the loopback only', async () => {
  const { url } = await start({ dataDir: await newDir() });
  const outer = createServer();
  onTestFinished(() => void outer.close());

  // Another address of this machine, all of 127.0.0.0/8 being its own, can still be listened on at the same port.
  outer.listen(Number(new URL(url).port), '127.0.0.2');
  await once(outer, 'listening');

  expect((outer.address() as AddressInfo).address).toBe('127.0.0.2');
});
