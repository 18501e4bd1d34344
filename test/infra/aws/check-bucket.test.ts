// A bucket that cannot be used stops a deployment with a sentence; CloudFormation gets its answer in every case.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  type LifecycleRule,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { handler } from '../../../infra/aws/check-bucket/handler.ts';
import { problemOf } from '../../../infra/aws/check-bucket/problem-of.ts';

// The class, since the handler makes a client of its own.
const s3 = mockClient(S3Client);
afterEach(() => {
  s3.reset();
  vi.restoreAllMocks();
});
afterAll(() => s3.restore());

const problem = (pinsMayExpire = false) =>
  problemOf(new S3Client({ region: 'eu-west-1' }), {
    ...{ bucket: 'team-files', region: 'eu-west-1' },
    pinsMayExpire,
  });

const noRules = Object.assign(new Error('none'), { name: 'NoSuchLifecycleConfiguration' });
/** Of a bucket that can be used but for its rules. */
function withRules(outcome: Error | readonly LifecycleRule[]): void {
  s3.on(HeadBucketCommand).resolves({ BucketRegion: 'eu-west-1' });
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });
  const rules = s3.on(GetBucketLifecycleConfigurationCommand);
  if (outcome instanceof Error) rules.rejects(outcome);
  else rules.resolves({ Rules: [...outcome] });
}

test('a versioned bucket in the same region has no problem', async () => {
  withRules(noRules);

  expect(await problem()).toBeUndefined();
});

describe('a lifecycle rule that harms pipelines', () => {
  const rule = (id: string, prefix: string, more: Partial<LifecycleRule>): LifecycleRule => ({
    ...{ ID: id, Status: 'Enabled', Filter: { Prefix: prefix } },
    ...more,
  });
  const deletes = { NoncurrentVersionExpiration: { NoncurrentDays: 30 } };

  test('is named, with the setting that lets it pass', async () => {
    withRules([rule('logs', 'logs/app/', deletes), rule('old', 'team/', deletes)]);

    expect(await problem()).toMatch(
      /rule "old" \(keys team\/…\) deletes old versions for good.*-c iKnowPinsExpire=true/,
    );
    expect(await problem()).not.toMatch(/"logs"/);
  });

  test('passes if that setting says so', async () => {
    withRules([rule('old', '', deletes)]);

    expect(await problem(true)).toBeUndefined();
  });

  test('stops nothing if it may not be looked at, and the log says so', async () => {
    withRules(Object.assign(new Error('denied'), { name: 'AccessDenied' }));
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});

    expect(await problem()).toBeUndefined();
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/team-files .* were not checked/));
  });
});

describe('the problem is named', () => {
  test('of a bucket that was never versioned', async () => {
    s3.on(HeadBucketCommand).resolves({ BucketRegion: 'eu-west-1' });
    s3.on(GetBucketVersioningCommand).resolves({});

    expect(await problem()).toMatch(/Versioning of bucket team-files is never switched on; switch it on/);
  });

  test('of a bucket whose versioning is suspended', async () => {
    s3.on(HeadBucketCommand).resolves({ BucketRegion: 'eu-west-1' });
    s3.on(GetBucketVersioningCommand).resolves({ Status: 'Suspended' });

    expect(await problem()).toMatch(/is suspended/);
  });

  test('of a bucket in another region', async () => {
    s3.on(HeadBucketCommand).resolves({ BucketRegion: 'us-east-1' });

    expect(await problem()).toMatch(/team-files is in us-east-1, the stack in eu-west-1/);
  });

  test('of a bucket that is not there', async () => {
    s3.on(HeadBucketCommand).rejects(Object.assign(new Error('no such bucket'), { name: 'NotFound' }));

    expect(await problem()).toMatch(/team-files cannot be looked at \(NotFound\)/);
  });
});

async function answerTo(
  RequestType: 'Create' | 'Delete',
  more: object = {},
): Promise<Record<string, string>> {
  const bodies: Promise<string>[] = [];
  const server = createServer((request, response) => {
    bodies.push(text(request));
    request.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ids = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Checked' };
  const ResourceProperties = { bucketName: 'team-files', region: 'eu-west-1', ...more };
  try {
    await handler({
      RequestType,
      ResponseURL,
      ResourceProperties,
      ...ids,
    } as unknown as CloudFormationCustomResourceEvent);
  } finally {
    server.close();
  }
  return JSON.parse((await bodies[0]) ?? 'null');
}

test('CloudFormation is told what is wrong', async () => {
  s3.on(HeadBucketCommand).resolves({ BucketRegion: 'us-east-1' });

  expect(await answerTo('Create')).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('is in us-east-1'),
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Checked',
  });
});

test('the setting reaches the check', async () => {
  withRules([
    { ID: 'old', Status: 'Enabled', Prefix: '', NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
  ]);

  expect(await answerTo('Create')).toMatchObject({ Status: 'FAILED' });
  expect(await answerTo('Create', { pinsMayExpire: 'true' })).toMatchObject({ Status: 'SUCCESS' });
});

test('a stack can be deleted whatever has become of its bucket', async () => {
  s3.on(HeadBucketCommand).rejects(new Error('gone'));

  expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS' });
});
