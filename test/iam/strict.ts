// Runs what each function does as a user with that function's policies alone, on an emulator that enforces IAM: it must be
// allowed. Then it says what is denied once a right is taken away. By hand: `node test/iam/strict.ts --endpoint URL`. What it
// showed is in test/iam/README.md. Exits 1 if a function is denied what it needs, or the observer may publish.
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { Command } from 'commander';
import { createS3BucketLifecycle } from '../../functions/adapters/s3/bucket-lifecycle.ts';
import { routes } from '../../functions/http/routes.ts';
import { wireDeps } from '../../functions/wiring/service.ts';
import { setLambdaEnvironment } from '../../infra/local/lambda/environment.ts';
import { provision } from '../../infra/local/provision/provision.ts';
import { editableBucket } from '../contract/backends.ts';
import { type Actor, createOperations, type Operation } from '../contract/operations.ts';
import { synthesized } from '../infra/aws/synthesized.ts';
import { BUCKET, TABLE } from './access.ts';
import { type Statement, without } from './evaluate.ts';
import { policiesOf } from './policies.ts';

/** fakecloud asks for rights by the names of operations, where AWS has other names for them. */
const ITS_NAMES: Readonly<Record<string, readonly string[]>> = {
  's3:ListBucket': ['s3:ListObjectsV2', 's3:HeadBucket'],
  's3:ListBucketVersions': ['s3:ListObjectVersions'],
  's3:GetObject': ['s3:HeadObject'],
  's3:GetLifecycleConfiguration': ['s3:GetBucketLifecycleConfiguration'],
};

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const { endpoint } = new Command('node test/iam/strict.ts')
  .requiredOption('--endpoint <url>', 'of S3, DynamoDB and IAM')
  .parse()
  .opts<{ endpoint: string }>();

const REGION = 'us-east-1';
const ROOT: Keys = { accessKeyId: 'test', secretAccessKey: 'test' };
const bucketName = `strict-${Date.now()}`;

const places = { s3Url: endpoint, dynamodbUrl: endpoint, bucket: bucketName, table: bucketName };
setLambdaEnvironment(process.env, { ...places, region: REGION, credentials: ROOT });
await provision({ ...places, setup: true, demo: 'no', events: { by: 'none' } });

const root = actorWith(ROOT);
const operations = createOperations({
  ...root,
  bucket: editableBucket(root.s3, bucketName),
  close: async () => {},
});
const { Table } = await root.dynamodb.send(new DescribeTableCommand({ TableName: bucketName }));
const policies = policiesOf(synthesized().template);
const handlers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(routes).map(([name, { handler }]) => [name, handler])),
  observer: 'observe-drafts',
  dailyCheck: 'request-checks',
};

let problems = 0;
let users = 0;
for (const [operation, handler] of Object.entries(handlers) as [Operation, string][])
  await tryOperation(operation, policies.get(handler) ?? []);
// The observer may update the same items, but for the attributes that make a version visible: a condition says so.
const publishing = without(policies.get('publish-version') ?? [], 'dynamodb:UpdateItem');
const byObserver = await refusalOf('publishVersion', [
  ...publishing,
  ...(policies.get('observe-drafts') ?? []),
]);
say(byObserver !== undefined, `a publish by the observer's updates: ${byObserver ?? 'allowed'}`);
console.log(problems === 0 ? 'as it should be' : `${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;

async function tryOperation(operation: Operation, statements: readonly Statement[]): Promise<void> {
  const refusal = await refusalOf(operation, statements);
  say(refusal === undefined, `${operation}: ${refusal ?? 'allowed'}`);
  const ours = statements.flatMap(({ actions }) => actions).filter(isOnStorage);
  for (const action of new Set(ours)) {
    const denial = await refusalOf(operation, without(statements, action));
    // Not every right is asked for each time, and some this emulator does not ask for: see README.md.
    console.log(`     without ${action}: ${denial ?? 'allowed'}`);
  }
}

/** Logs and queues of the stack are not there. */
function isOnStorage(action: string): boolean {
  return /^(s3|dynamodb):/.test(action);
}

function say(isRight: boolean, line: string): void {
  problems += isRight ? 0 : 1;
  console.log(`${isRight ? 'ok  ' : 'FAIL'} ${line}`);
}

async function refusalOf(
  operation: Operation,
  statements: readonly Statement[],
): Promise<string | undefined> {
  const pipeline = await operations.prepare(operation);
  const actor = actorWith(await newUser(statements));
  try {
    await operations.perform(operation, actor, pipeline);
    return undefined;
  } catch (failure) {
    return causeOf(failure);
  }
}

function causeOf(failure: unknown): string {
  const { message, cause } = failure as Error;
  return cause === undefined ? message : `${message} (${causeOf(cause)})`;
}

function actorWith(credentials: Keys) {
  const settings = { endpoint, region: REGION, credentials, maxAttempts: 1 };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const dynamodb = new DynamoDBClient(settings);
  const deps = wireDeps(s3, dynamodb, { tableName: bucketName, bucketName });
  return {
    ...deps,
    s3,
    dynamodb,
    bucketName,
    lifecycle: createS3BucketLifecycle(s3, bucketName),
  } satisfies Actor & { readonly dynamodb: DynamoDBClient; readonly lifecycle: unknown };
}

async function newUser(statements: readonly Statement[]): Promise<Keys> {
  users += 1;
  const UserName = `${bucketName}-${users}`;
  await iam({ Action: 'CreateUser', UserName });
  const ours = statements.filter(({ actions }) => actions.some(isOnStorage));
  const policy = { UserName, PolicyName: 'function', PolicyDocument: documentOf(ours) };
  if (ours.length > 0) await iam({ Action: 'PutUserPolicy', ...policy });
  const answer = await iam({ Action: 'CreateAccessKey', UserName });
  const read = (name: string) => new RegExp(`<${name}>([^<]+)<`).exec(answer)?.[1] ?? '';
  return { accessKeyId: read('AccessKeyId'), secretAccessKey: read('SecretAccessKey') };
}

function documentOf(statements: readonly Statement[]): string {
  const named = (resource: string) =>
    resource.replace(BUCKET, `arn:aws:s3:::${bucketName}`).replace(TABLE, Table?.TableArn ?? '');
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ effect, actions, resources, conditions }) => ({
      Effect: effect,
      Action: actions.flatMap((action) => [action, ...(ITS_NAMES[action] ?? [])]),
      Resource: resources.map(named),
      Condition: conditions,
    })),
  });
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
async function iam(parameters: Readonly<Record<string, string>>): Promise<string> {
  const { hostname, host, protocol, port } = new URL(endpoint);
  const signer = new SignatureV4({
    service: 'iam',
    region: REGION,
    credentials: ROOT,
    sha256: root.s3.config.sha256,
  });
  const body = new URLSearchParams({ Version: '2010-05-08', ...parameters }).toString();
  const { headers } = await signer.sign({
    method: 'POST',
    protocol,
    hostname,
    port: Number(port),
    path: '/',
    headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
    body,
  });
  const answer = await fetch(endpoint, { method: 'POST', headers, body });
  if (!answer.ok) throw new Error(`${parameters.Action}: ${await answer.text()}`);
  return answer.text();
}
