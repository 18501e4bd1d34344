// A server that accepts connections and never answers: requests must fail, and say so, instead of hanging.
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { expect, onTestFinished, test } from 'vitest';
import { CLIENT, wireDeps } from '../../../functions/wiring.ts';
import { PIPELINE, refusal } from '../usecases/desk.ts';

test('a request that is never answered fails as UNAVAILABLE', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const options = {
    ...CLIENT,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    requestHandler: { ...CLIENT.requestHandler, requestTimeout: 50 },
  };
  const config = { tableName: 't', bucketName: 'b', s3PathStyle: true };
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  const deps = wireDeps(s3, new DynamoDBClient(options), config);

  await expect(deps.versions.readState(PIPELINE)).rejects.toMatchObject(refusal('UNAVAILABLE'));
  await expect(deps.files.listContent(PIPELINE)).rejects.toMatchObject(refusal('UNAVAILABLE'));
});
