// A server that accepts connections and never answers, or only half: requests must fail, and say so, instead of hanging.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import type { S3VersionId } from '../../../functions/domain/snapshot.ts';
import { clientSettings } from '../../../functions/wiring/client-settings.ts';
import { wireDeps } from '../../../functions/wiring/service.ts';
import { PIPELINE, refusal } from '../usecases/desk.ts';

async function depsOn(answer: (socket: Socket) => void, timeoutMs = 50) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined); // whoever has waited long enough is gone
    answer(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const options = {
    ...clientSettings({ requestTimeout: timeoutMs, socketTimeout: timeoutMs }),
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
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
  const start = 'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nETag: "e"\r\n\r\nhalf';
  // Long, so that only waiting for the bytes can fail.
  const deps = await depsOn((socket) => void socket.once('data', () => socket.write(start)), 5_000);

  const read = await deps.files.read(PIPELINE, { path: 'pipeline.sql' }, 100);

  expect(read).toMatchObject({ bytes: null, size: 1_000_000, etag: 'e' });
});

test('a copy has the time that S3 needs for hundreds of megabytes', async () => {
  // Long enough for the other requests on a busy machine.
  const timeoutMs = 1_000;
  const reply = (body: string) =>
    `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\nETag: "e"\r\nx-amz-version-id: w\r\n\r\n${body}`;
  const asked: string[] = [];
  const deps = await depsOn((socket) => {
    socket.on('data', (data) => {
      const [method = '', target = ''] = String(data).split(' ');
      asked.push(method);
      if (target.includes('versioning'))
        socket.write(reply('<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'));
      else if (method === 'HEAD') socket.write(reply(''));
      else
        setTimeout(
          () => socket.write(reply('<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>')),
          1.2 * timeoutMs,
        );
    });
  }, timeoutMs);
  const pin = { path: 'a.sql', versionId: 'v' as S3VersionId, etag: 'e', size: 0, lastModified: 0 };

  await expect(deps.files.copy(PIPELINE, pin)).resolves.toBe(true);
  expect(asked).toEqual(['GET', 'HEAD', 'PUT']);
});
