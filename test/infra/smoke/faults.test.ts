// For each thing that can be wrong with a service: the step that shows it fails, says where to look, and what depends on it
// is not tried.
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PutBucketLifecycleConfigurationCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Outcome, runSteps } from '../../../infra/smoke/run-steps.ts';
import { smokeSteps } from '../../../infra/smoke/smoke-steps.ts';
import { createWorld, type World } from '../../../infra/smoke/world.ts';
import { IDENTITY, s3At } from '../../support/clients.ts';
import { runSmoke, spawnSmoke, startSmoke } from '../../support/run-smoke.ts';
import { patience } from '../../support/server-set.ts';
import { useServers } from '../../support/servers.ts';
import { newDir } from '../local/support/new-dir.ts';
import { type ServerProcess, startProcess } from '../local/support/server-process.ts';
import { type Answer, type Fault, faultyProxy } from './support/faulty-proxy.ts';

const { apiUrl } = await useServers();

const INTERNAL: Answer = {
  status: 500,
  body: JSON.stringify({
    error: { code: 'INTERNAL', type: 'INTERNAL', message: 'Something went wrong.', request_id: 'request-7' },
  }),
};

async function outcomesOn(url: string, change: Partial<World> = {}): Promise<readonly Outcome[]> {
  const target = { url, source: '--url', isTrusted: true, access: { by: 'nothing' } } as const;
  const world = await createWorld(target, { namespace: 'smoke', s3: false, waitForEvents: 30 });
  return Array.fromAsync(runSteps(smokeSteps({ ...world, ...change })));
}

const failuresIn = (outcomes: readonly Outcome[]) => outcomes.filter(({ result }) => result === 'failed');
const namesOf = (outcomes: readonly Outcome[]) => outcomes.map(({ step }) => step);

/** Answers so to the n-th such request. */
function nth(method: string, path: RegExp, answer: ReturnType<Fault>, n = 1): Fault {
  let seen = 0;
  return (request) =>
    request.method === method && path.test(request.path) && ++seen === n ? answer : undefined;
}

describe('a function that fails is named, with its log and its rights', () => {
  test.each<[step: string, operation: string, right: string, Fault]>([
    ['health', 'getHealth', 'dynamodb:GetItem', nth('GET', /health$/, INTERNAL)],
    ['save files', 'putFile', 's3:PutObject', nth('PUT', /files/, INTERNAL)],
    ['read a file', 'getFile', 's3:GetObject', nth('GET', /files/, INTERNAL)],
    ['publish', 'publishVersion', 'dynamodb:UpdateItem', nth('POST', /publish$/, INTERNAL)],
    ['publish again with the same key', 'publishVersion', 'Update', nth('POST', /publish$/, INTERNAL, 2)],
    ['manifest', 'getPublished', 'dynamodb:GetItem', nth('GET', /published/, INTERNAL)],
    ['edit', 'putFile', 's3:PutObject', nth('PUT', /files/, INTERNAL, 4)],
    ['publish the edit', 'publishVersion', 'dynamodb:UpdateItem', nth('POST', /publish$/, INTERNAL, 3)],
    ['list versions', 'listVersions', 'dynamodb:Query', nth('GET', /versions/, INTERNAL)],
    ['compare versions', 'compareVersions', 's3:GetObjectVersion', nth('GET', /compare/, INTERNAL)],
    ['roll back', 'rollbackVersion', 'dynamodb:UpdateItem', nth('POST', /rollback$/, INTERNAL)],
    ['restore the draft', 'restoreDraft', 's3:PutObject', nth('POST', /restore$/, INTERNAL)],
    ['old version is still there', 'getPublished', 'Version', nth('GET', /published.*version=2/, INTERNAL)],
    ['clean up', 'deleteFile', 's3:DeleteObject', nth('DELETE', /files/, INTERNAL)],
  ])('%s', async (step, operation, right, fault) => {
    const failures = failuresIn(await outcomesOn(await faultyProxy(apiUrl, fault)));

    expect(namesOf(failures)).toEqual([step]);
    expect(failures[0]?.remark).toBe('Something went wrong.');
    expect(failures[0]?.look_at).toContain(`function ${operation} (log group …Api${operation}…)`);
    expect(failures[0]?.look_at).toContain('request-7');
    expect(failures[0]?.look_at).toContain(right);
  });
});

describe('a service that answers wrongly', () => {
  const changed = (from: string | RegExp, to: string) => (honest: string) => honest.replaceAll(from, to);

  test.each<[what: string, step: string, remark: RegExp, Fault]>([
    ['other bytes', 'read a file', /other bytes/, nth('GET', /files/, changed('SELECT', 'select'))],
    [
      'a link that S3 refuses',
      'download by link',
      /link answers 403 SignatureDoesNotMatch/,
      nth('GET', /published/, changed(/X-Amz-Signature=\w{8}/g, 'X-Amz-Signature=00000000')),
    ],
    [
      'a second version for the same key',
      'publish again with the same key',
      /made version 2/,
      nth('POST', /publish$/, changed('"version_number":1', '"version_number":2'), 2),
    ],
    [
      'a manifest that lacks a file',
      'manifest',
      /has config.yaml,other.sql,tests/,
      nth('GET', /published/, changed('"path":"pipeline.sql"', '"path":"other.sql"')),
    ],
    [
      'other files after a rollback',
      'roll back',
      /does not have the files of version 1/,
      nth('POST', /rollback$/, changed(/"fingerprint":"\w{4}/g, '"fingerprint":"0000')),
    ],
    [
      'a version that was never made',
      'refuses a version that does not exist',
      /answered 200/,
      nth('GET', /999999/, { status: 200, body: '{}' }),
    ],
    [
      'any route',
      'refuses an unknown route',
      /answered 200/,
      nth('GET', /no-such-route/, { status: 200, body: '{}' }),
    ],
    [
      'a save outside of the pipeline',
      'refuses to save outside of the pipeline',
      /answered 200/,
      nth('PUT', /\.\.%2F/, { status: 200, body: '{}' }),
    ],
  ])('%s', async (_, step, remark, fault) => {
    const failures = failuresIn(await outcomesOn(await faultyProxy(apiUrl, fault)));

    expect(namesOf(failures)).toEqual([step]);
    expect(failures[0]?.remark).toMatch(remark);
    expect(failures[0]?.look_at).toMatch(/\w/);
  });
});

test('a service that asks nobody for credentials, though it should', async () => {
  const failures = failuresIn(await outcomesOn(apiUrl, { isGuarded: true }));

  expect(failures).toMatchObject([
    {
      step: 'refuses who sends no credentials',
      remark: 'It was answered 200',
      look_at: expect.stringContaining('the setting authorizer'),
    },
  ]);
});

test.each([
  [401, 'UNAUTHENTICATED', 'AUTHENTICATION', /your credentials.*the setting authorizer/],
  [403, 'FORBIDDEN', 'AUTHORIZATION', /execute-api:Invoke on POST\/api\/v1\/pipelines\/.*\/publish/],
  [429, 'THROTTLED', 'RATE_LIMIT', /throttlingRate/],
])('a refusal of %i says what to look at', async (status, code, type, lookAt) => {
  const body = JSON.stringify({ error: { code, type, message: 'No.', request_id: 'request-8' } });
  const all: Fault = ({ path }) => (path.endsWith('/publish') ? { status, body } : undefined);

  const failures = failuresIn(await outcomesOn(await faultyProxy(apiUrl, all)));

  expect(failures).toMatchObject([
    { step: 'publish', remark: 'No.', look_at: expect.stringMatching(lookAt) },
  ]);
});

describe('a service of its own', () => {
  let stores: ServerProcess;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'smoke-'));
    afterAll(() => rm(dataDir, { recursive: true, force: true }));
    stores = await startProcess(dataDir, ['--no-demo'], {}, afterAll);
  });

  /** On the S3 and DynamoDB of another local service, with a bucket and a table that no other test has. */
  function useNames() {
    const bucket = `smoke-${crypto.randomUUID()}`;
    const start = async (dynamodbUrl: string, ...flags: readonly string[]) => {
      const given = ['--s3', stores.s3Url, '--dynamodb', dynamodbUrl];
      const names = ['--bucket', bucket, '--table', bucket, '--no-demo'];
      return startProcess(await newDir(), [...given, ...names, '--no-events', ...flags], IDENTITY);
    };
    return { ...stores, bucket, start };
  }

  test(
    'whose events do not arrive fails at the flag, and is well besides',
    async () => {
      const { dynamodbUrl, start } = useNames();
      const service = await start(dynamodbUrl);

      const { code, steps, summary } = await runSmoke(service.apiUrl, '--wait-for-events', '1');

      expect({ code, failed: summary.failed }).toEqual({ code: 1, failed: 1 });
      expect(steps.get('edit')).toMatchObject({ result: 'passed', remark: 'by S3' });
      expect(steps.get('flag turns by event')).toMatchObject({
        result: 'failed',
        remark: 'No event turned draft_dirty in 1 s; a refresh did.',
        look_at: expect.stringMatching(/notification.*DraftChangesQueueUrl.*DraftWatcherObserver/),
      });
    },
    patience(30_000),
  );

  test(
    'whose table takes no update is green in /health, and fails at the first publish',
    async () => {
      const { dynamodbUrl, start } = useNames();
      const denied = JSON.stringify({
        __type: 'com.amazon.coral.service#AccessDeniedException',
        Message: 'User is not authorized to perform: dynamodb:UpdateItem',
      });
      const isUpdate: Fault = ({ headers }) =>
        String(headers['x-amz-target']).endsWith('.UpdateItem') ? { status: 400, body: denied } : undefined;
      const service = await start(await faultyProxy(dynamodbUrl, isUpdate));

      const { code, steps } = await runSmoke(service.apiUrl);

      expect(await (await fetch(`${service.apiUrl}/health`)).json()).toMatchObject({ status: 'ok' });
      expect(code).toBe(1);
      expect(steps.get('health')).toMatchObject({ result: 'passed' });
      expect(steps.get('publish')).toMatchObject({
        result: 'failed',
        look_at: expect.stringMatching(/publishVersion.*request_id.*dynamodb:UpdateItem/),
      });
      expect(steps.get('roll back')).toMatchObject({
        result: 'not tried',
        remark: 'it needs "publish the edit"',
      });
    },
    patience(30_000),
  );

  test(
    'whose bucket keeps no versions fails at the first save',
    async () => {
      const { s3Url, dynamodbUrl, bucket, start } = useNames();
      const service = await start(dynamodbUrl);
      const VersioningConfiguration = { Status: 'Suspended' } as const;
      await s3At(s3Url).send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));

      const { code, steps } = await runSmoke(service.apiUrl);

      expect(code).toBe(1);
      expect(steps.get('health')).toMatchObject({
        result: 'failed',
        remark: expect.stringMatching('suspended'),
      });
      expect(steps.get('save files')).toMatchObject({
        result: 'failed',
        look_at: expect.stringMatching('versioning has to be on'),
      });
      expect(steps.get('publish')).toMatchObject({ result: 'not tried', remark: 'it needs "save files"' });
    },
    patience(30_000),
  );
});

test(
  'a bucket whose rule deletes what versions pin fails by the name of the rule, unless it is wanted',
  async () => {
    const service = await startProcess(await newDir(), ['--no-demo']);
    const rule = { ID: 'thirty-days', Status: 'Enabled' as const, Filter: { Prefix: '' } };
    const Rules = [{ ...rule, NoncurrentVersionExpiration: { NoncurrentDays: 30 } }];
    await s3At(service.s3Url).send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: 'pipelines',
        LifecycleConfiguration: { Rules },
      }),
    );

    const { code, steps, summary } = await runSmoke(service.apiUrl);
    const wanted = await runSmoke(service.apiUrl, '--pins-may-expire');

    expect({ code, failed: summary.failed }).toEqual({ code: 1, failed: 1 });
    expect(steps.get('no lifecycle rule harms pipelines')).toMatchObject({
      result: 'failed',
      remark: expect.stringMatching(/rule "thirty-days" \(all keys\) deletes old versions for good/),
      look_at: expect.stringMatching(/get-bucket-lifecycle-configuration.*--pins-may-expire/),
    });
    expect(wanted.code).toBe(0);
    expect(wanted.steps.get('no lifecycle rule harms pipelines')).toMatchObject({
      result: 'passed',
      remark: 'they are wanted: thirty-days',
    });
  },
  patience(30_000),
);

test('a service that cannot be reached fails with its address', async () => {
  const { code, steps } = await runSmoke('http://127.0.0.1:1');

  expect(code).toBe(1);
  expect(steps.get('health')).toMatchObject({ result: 'failed', look_at: expect.stringMatching('--url') });
  expect(steps.get('publish')).toMatchObject({ result: 'not tried' });
});

test('without S3 access it edits by the API, and says so', async () => {
  const env = { ...IDENTITY, AWS_ACCESS_KEY_ID: 'nobody' };

  const { code, stdout } = await startSmoke(['--url', apiUrl], env);

  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^✓ edit +\d+ ms {2}by the API, not by S3: you have no S3 access \(InvalidAccessKeyId\)$/m,
  );
  expect(stdout).toMatch(/^- refuses who sends no credentials +– +not tried: /m);
  expect(stdout).toMatch(
    /^✓ clean up +\d+ ms {2}smoke\/bronze\/smoke_\d+_\w+ has no files; its 3 versions stay/m,
  );
});

test('a failed step is followed by what to look at', async () => {
  const url = await faultyProxy(apiUrl, nth('GET', /compare/, INTERNAL));

  const { code, stdout } = await startSmoke(['--url', url, '--no-s3']);

  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^✗ compare versions +\d+ ms {2}Something went wrong\.\n {2}look at: the log of the/m,
  );
  expect(stdout).toMatch(/\n\d+ passed, 1 failed, 1 not tried\n$/);
});

test('whoever reads its first line alone does not keep it from cleaning up', async () => {
  const paths: string[] = [];
  const url = await faultyProxy(apiUrl, ({ method, path }) => void paths.push(`${method} ${path}`));
  const child = spawnSmoke(['--url', url, '--no-s3']);
  child.stdout?.once('data', () => child.stdout?.destroy());
  const complained = child.stderr === null ? '' : text(child.stderr);

  const [code] = await once(child, 'exit');

  expect([code, await complained]).toEqual([0, expect.not.stringContaining('EPIPE')]);
  expect(paths.filter((path) => path.startsWith('DELETE '))).toHaveLength(3);
});

test('a wrong flag is one line and exit code 2', async () => {
  const { code, stderr } = await startSmoke(['--nonsense', '--url', apiUrl]);

  expect(code).toBe(2);
  expect(stderr).toBe("error: unknown option '--nonsense'\n");
});
