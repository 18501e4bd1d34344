// `npm start` on servers that run already; here those of another `npm start`. With MinIO's webhook and with queues:
// given-servers.real.ts.
import { mkdtemp, rm } from 'node:fs/promises';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { dynamodbAt } from '../../../support/clients.ts';
import { createBucket, versioningOf } from '../support/bucket-calls.ts';
import { expectOneLine } from '../support/expect-one-line.ts';
import { useS3 } from '../support/local-calls.ts';
import { newDir } from '../support/new-dir.ts';
import { ANY_PORTS, runToEnd, startProcess } from '../support/server-process.ts';

const IDENTITY = {
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local-secret',
  AWS_DEFAULT_REGION: 'us-east-1',
};
const NOWHERE = 'http://127.0.0.1:1';

let names = 0;
const newName = () => `bucket-${++names}`;

const othersDir = await mkdtemp(join(tmpdir(), 'given-servers-'));
afterAll(() => rm(othersDir, { recursive: true, force: true }));
const { s3Url, dynamodbUrl } = await startProcess(othersDir, ['--no-demo'], {}, afterAll);

/** One for all tests: each names a bucket and a table of its own. */
function useOthers() {
  const flags = (bucket: string, ...more: readonly string[]) => [
    ...ANY_PORTS,
    ...['--s3', s3Url, '--dynamodb', dynamodbUrl, '--no-events'],
    ...['--bucket', bucket, '--table', bucket, ...more],
  ];
  return { s3Url, dynamodbUrl, s3: useS3(s3Url), flags };
}

test('what is missing is made, and the service runs on it', async () => {
  const { s3, flags } = useOthers();
  const Bucket = newName();

  const { apiUrl } = await startProcess(await newDir(), flags(Bucket), IDENTITY);

  const published = await fetch(`${apiUrl}/api/v1/pipelines/default/silver/clean_orders/publish`, {
    method: 'POST',
    body: '{"message":"The demo"}',
  });
  expect(published.status).toBe(201);
  expect(await versioningOf(s3, Bucket)).toBe('Enabled');
});

test('a bucket of somebody else that is empty stays empty', async () => {
  const { s3, flags } = useOthers();
  const Bucket = newName();
  await createBucket(s3, Bucket, 'Enabled');

  await startProcess(await newDir(), flags(Bucket), IDENTITY);

  expect((await s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? []).toEqual([]);
});

test.each(['never switched on', 'suspended'])(
  'a bucket whose versioning is %s is refused and left as it is; --setup switches it on',
  async (state) => {
    const { s3, flags } = useOthers();
    const Bucket = newName();
    const Status = state === 'suspended' ? 'Suspended' : undefined;
    await createBucket(s3, Bucket, Status);

    const refused = await runToEnd(flags(Bucket), { env: IDENTITY });
    const afterwards = await versioningOf(s3, Bucket);
    await startProcess(await newDir(), flags(Bucket, '--setup'), IDENTITY);

    expectOneLine(refused, `Versioning of bucket ${Bucket} is ${state}, so nothing in it can be published`);
    expect(afterwards).toBe(Status);
    expect(await versioningOf(s3, Bucket)).toBe('Enabled');
  },
);

test('a table of another kind is refused with what is wrong with it', async () => {
  const { dynamodbUrl, flags } = useOthers();
  const dynamodb = dynamodbAt(dynamodbUrl);
  onTestFinished(() => dynamodb.destroy());
  const TableName = newName();
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );

  const ended = await runToEnd(flags(TableName), { env: IDENTITY });

  expectOneLine(ended, `Table ${TableName} has the key id (S) where pk (S) + sk (S) is needed`);
});

test.each([
  ['--s3', 'S3', ['--s3', NOWHERE]],
  ['--dynamodb', 'DynamoDB', ['--dynamodb', NOWHERE]],
])('a server of %s that does not answer is named', async (flag, name, flags) => {
  const ended = await runToEnd([...ANY_PORTS, '--data', await newDir(), ...flags], { env: IDENTITY });

  expectOneLine(
    ended,
    `No ${name} answers at ${NOWHERE} (ECONNREFUSED); start it, or give another with ${flag}.`,
  );
});

test('credentials that S3 does not take are named as the reason', async () => {
  const { s3Url, flags } = useOthers();

  const ended = await runToEnd(flags(newName()), { env: { ...IDENTITY, AWS_SECRET_ACCESS_KEY: 'wrong' } });

  expectOneLine(ended, new RegExp(`^S3 at ${s3Url} refuses access .*check AWS_ACCESS_KEY_ID`));
});

test('without credentials it says which variables to set', async () => {
  const nothing = { AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull };
  const env = { ...nothing, AWS_EC2_METADATA_DISABLED: 'true', HOME: await newDir() };

  const ended = await runToEnd([...ANY_PORTS, '--data', await newDir(), '--dynamodb', NOWHERE], { env });

  expectOneLine(ended, 'No AWS credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
});

test('a token that MinIO would not send is refused', async () => {
  const { flags } = useOthers();

  const ended = await runToEnd(flags(newName()), { env: { ...IDENTITY, S3_EVENTS_TOKEN: 'two words' } });

  expectOneLine(ended, 'S3_EVENTS_TOKEN must be one word');
});

test('a server that is something else than S3 is not taken for a fault of ours', async () => {
  const { dynamodbUrl } = useOthers();

  const ended = await runToEnd(
    [...ANY_PORTS, '--data', await newDir(), '--s3', dynamodbUrl, '--dynamodb', dynamodbUrl],
    { env: IDENTITY },
  );

  expectOneLine(ended, `S3 at ${dynamodbUrl} answers`);
});

test('an S3 that cannot send events is refused, and taken with --no-events', async () => {
  const { s3Url, flags } = useOthers();
  const Bucket = newName();
  const withEvents = flags(Bucket).filter((flag) => flag !== '--no-events');

  const refused = await runToEnd(withEvents, { env: IDENTITY });

  expectOneLine(refused, `S3 at ${s3Url} answers 501`);
  await startProcess(await newDir(), flags(Bucket), IDENTITY);
});
