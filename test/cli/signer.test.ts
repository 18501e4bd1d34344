// Requests that are signed, and those that carry a token, as they arrive.
import { expect, test } from 'vitest';
import { samples } from '../client/support/samples.ts';
import { tinyServer } from '../client/support/tiny-server.ts';
import { IDENTITY } from '../support/clients.ts';
import { createCli } from './support/run-cli.ts';

const pipelines = { status: 200, body: { pipelines: [], next_cursor: null } };

test('a signature is that of the credentials in the environment, over path, query and body', async () => {
  const { url, received } = await tinyServer(pipelines, {
    status: 201,
    body: samples.publishVersion,
  });
  const cli = createCli(url, { env: { ...IDENTITY, AWS_SESSION_TOKEN: 'session' } });

  await cli.run('list', '--sign', '--region', 'eu-west-1');
  await cli.run('publish', 'a/silver/b', '-m', 'One', '--sign');

  const [list, publish] = received.map(({ headers }) => headers);
  expect(list?.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=host;.*, Signature=[0-9a-f]{64}$/,
  );
  expect(list).toMatchObject({ 'x-amz-security-token': 'session', 'x-amz-date': expect.any(String) });
  expect(publish?.authorization).toMatch(
    /us-east-1\/execute-api.*SignedHeaders=content-type;host;idempotency-key;/,
  );
});

test('without credentials a command ends with what is missing', async () => {
  const { url, received } = await tinyServer(pipelines);
  const cli = createCli(url, { env: { AWS_EC2_METADATA_DISABLED: 'true' } });

  const { code, stderr } = await cli.run('list', '--sign', '--region', 'eu-west-1');

  expect({ code, received }).toEqual({ code: 2, received: [] });
  expect(stderr).toMatch(/^error: .*credentials.*\n$/);
});

test('a bearer token is sent as it is', async () => {
  const { url, received } = await tinyServer(pipelines);

  await createCli(url, { env: { PIPELINE_VERSIONING_TOKEN: 'abc' } }).run('list');

  expect(received[0]?.headers.authorization).toBe('Bearer abc');
});
