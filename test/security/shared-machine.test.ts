// `npm start -- --credentials KEY:SECRET`, for a machine that several people share: who lacks the secret reads nothing.
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startDynamoDbServer } from '../../infra/local/embedded/dynamodb-server.ts';
import { parseFlags } from '../../infra/local/service/flags.ts';
import { exchange } from '../infra/local/support/exchange.ts';
import { get, publish } from '../infra/local/support/local-calls.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { runToEnd, startProcess } from '../infra/local/support/server-process.ts';

const KEYS = { accessKeyId: 'ada', secretAccessKey: 'only-ada-knows' };
const DEFAULTS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
const WRONG = { ...KEYS, secretAccessKey: 'a-guess-of-eve' };

const settings = (endpoint: string, credentials: typeof KEYS) => ({
  endpoint,
  credentials,
  region: 'us-east-1',
  maxAttempts: 1,
});
const scan = (url: string, keys: typeof KEYS) =>
  new DynamoDBClient(settings(url, keys)).send(new ScanCommand({ TableName: 'pipeline-versions' }));
const list = (url: string, keys: typeof KEYS) =>
  new S3Client({ ...settings(url, keys), forcePathStyle: true }).send(
    new ListObjectsV2Command({ Bucket: 'pipelines' }),
  );

test.each([
  ['by the flag', ['--credentials', `${KEYS.accessKeyId}:${KEYS.secretAccessKey}`], {}],
  ['by the variable, which no list of processes shows', [], { LOCAL_CREDENTIALS: 'ada:only-ada-knows' }],
])(
  'credentials %s open S3 and DynamoDB to the service and to those who know them alone',
  async (_, flags, env) => {
    const server = await startProcess(await newDir(), flags, env);

    expect(await publish(server.apiUrl, 'First')).toBe(201);
    expect((await get(server.apiUrl)).status).toBe(200);
    expect((await list(server.s3Url, KEYS)).KeyCount).toBeGreaterThan(0);
    expect((await scan(server.dynamodbUrl, KEYS)).Count).toBeGreaterThan(0);
    for (const keys of [DEFAULTS, WRONG]) {
      await expect(list(server.s3Url, keys)).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
      await expect(scan(server.dynamodbUrl, keys)).rejects.toMatchObject({
        $metadata: { httpStatusCode: 400 },
      });
    }
  },
);

test('the secret is printed nowhere', async () => {
  const server = await startProcess(await newDir(), ['--credentials', 'ada:only-ada-knows']);
  server.signal('SIGTERM');

  const { stdout, stderr } = await server.ended;

  expect(stdout).toContain('ada');
  expect(stdout + stderr).not.toContain('only-ada-knows');
});

test.each([
  [['--credentials', 'no-colon'], 'It must be KEY:SECRET'],
  [['--credentials', 'ada:short'], 'It must be KEY:SECRET'],
  [['--credentials', 'a/b:long-enough'], 'It must be KEY:SECRET'],
  [['--credentials', 'ada:only-ada-knows', '--s3', 'http://127.0.0.1:1'], 'cannot be used with'],
  [['--credentials', 'ada:only-ada-knows', '--minio'], 'cannot be used with'],
])('%j is refused', async (flags, reason) => {
  const { code, stderr } = await runToEnd(flags);

  expect(code).toBe(1);
  expect(stderr).toContain(reason);
});

test('without them everybody on the machine has the keys of the documentation', () => {
  expect(parseFlags([]).credentials).toBe('local');
});

describe('a signature for DynamoDB', () => {
  async function useServer() {
    const server = await startDynamoDbServer({ dataDir: await newDir(), port: 0, keys: KEYS });
    onTestFinished(() => server.close());
    return server.url;
  }

  /** Signs a scan by the SDK, lays `change` over it, sends it, and resolves to the type of the error. */
  async function sendChanged(url: string, change: Partial<Sent>, clockOffset = 0): Promise<string> {
    const signed = await signScan(url, clockOffset);
    const body = change.body ?? signed.body;
    const headers = { ...signed.headers, ...change.headers, 'content-length': String(body.length) };
    const reply = await exchange(url, { method: 'POST', target: '/', headers, body });
    return JSON.parse(reply.body).__type.replace(/^.*#/, '');
  }

  async function signScan(url: string, clockOffset: number): Promise<Sent> {
    const client = new DynamoDBClient({ ...settings(url, KEYS), systemClockOffset: clockOffset });
    const { promise, resolve } = Promise.withResolvers<Sent>();
    client.middlewareStack.add(
      () =>
        async ({ request }) => {
          resolve(request as Sent);
          throw new Error('the test sends it');
        },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await client.send(new ScanCommand({ TableName: 'any' })).catch(() => undefined);
    return promise;
  }

  interface Sent {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  }

  test('is taken as the SDK makes it', async () => {
    expect(await sendChanged(await useServer(), {})).toBe('ResourceNotFoundException');
  });

  test.each([
    ['another body', { body: '{"TableName":"theirs"}' }],
    ['another operation', { headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' } }],
    ['a header that nobody signed', { headers: { 'x-amz-security-token': 'x' } }],
    ['the digest of another body', { headers: { 'x-amz-content-sha256': '0'.repeat(64) } }],
    ['another time', { headers: { 'x-amz-date': '20260101T000000Z' } }],
    ['another kind of signature', { headers: { authorization: 'AWS4-HMAC-SHA512 x' } }],
  ])('is refused with %s', async (_, change) => {
    expect(await sendChanged(await useServer(), change)).toMatch(
      /^(InvalidSignature|IncompleteSignature)Exception$/,
    );
  });

  test('is refused a quarter of an hour later', async () => {
    expect(await sendChanged(await useServer(), {}, -16 * 60_000)).toBe('InvalidSignatureException');
  });
});
