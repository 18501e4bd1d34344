// A server that accepts connections and never answers, or only half: requests must fail, and say so, instead of hanging.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { CLIENT, wireDeps } from '../../../functions/wiring.ts';
import { PIPELINE, refusal } from '../usecases/desk.ts';

async function depsOn(answer: (socket: Socket) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const options = {
    ...CLIENT,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { ...CLIENT.requestHandler, requestTimeout: 50, socketTimeout: 50 },
  };
  const config = { tableName: 't', bucketName: 'b', s3PathStyle: true };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  return wireDeps(s3, new DynamoDBClient(options), config);
}

test('a request that is never answered fails as UNAVAILABLE', async () => {
  const deps = await depsOn(() => undefined);

  await expect(deps.versions.readState(PIPELINE)).rejects.toMatchObject(refusal('UNAVAILABLE'));
  await expect(deps.files.listContent(PIPELINE)).rejects.toMatchObject(refusal('UNAVAILABLE'));
});

test('an object whose bytes stop coming fails as UNAVAILABLE', async () => {
  const deps = await depsOn((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
  });

  const read = deps.files.read(PIPELINE, { path: 'pipeline.sql' }, 100);

  await expect(read).rejects.toMatchObject(refusal('UNAVAILABLE'));
});

test('an object whose bytes break off fails as UNAVAILABLE', async () => {
  const deps = await depsOn((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
  });

  const read = deps.files.read(PIPELINE, { path: 'pipeline.sql' }, 100);

  await expect(read).rejects.toMatchObject(refusal('UNAVAILABLE'));
});

test('of an object that is larger than wanted, the bytes are not waited for', async () => {
  const deps = await depsOn((socket) => {
    socket.once('data', () =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: "e"\r\n\r\nhalf'),
    );
  });

  const read = await deps.files.read(PIPELINE, { path: 'pipeline.sql' }, 100);

  expect(read).toMatchObject({ bytes: null, size: 1_000_000, etag: 'e' });
});
