// A bucket that cannot be used stops a deployment with a sentence; CloudFormation gets its answer in every case.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { GetBucketVersioningCommand, HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { handler } from '../../../infra/aws/check-bucket/handler.ts';
import { problemOf } from '../../../infra/aws/check-bucket/problem-of.ts';

// The class, since the handler makes a client of its own.
const s3 = mockClient(S3Client);
afterEach(() => s3.reset());
afterAll(() => s3.restore());

const problem = () => problemOf(new S3Client({ region: 'eu-west-1' }), 'team-files', 'eu-west-1');

test('a versioned bucket in the same region has no problem', async () => {
  s3.on(HeadBucketCommand).resolves({ BucketRegion: 'eu-west-1' });
  s3.on(GetBucketVersioningCommand).resolves({ Status: 'Enabled' });

  expect(await problem()).toBeUndefined();
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

async function answerTo(RequestType: 'Create' | 'Delete'): Promise<Record<string, string>> {
  const bodies: Promise<string>[] = [];
  const server = createServer((request, response) => {
    bodies.push(text(request));
    request.on('end', () => response.end());
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const ResponseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const ids = { StackId: 'stack', RequestId: 'request', LogicalResourceId: 'Checked' };
  const ResourceProperties = { bucketName: 'team-files', region: 'eu-west-1' };
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

test('a stack can be deleted whatever has become of its bucket', async () => {
  s3.on(HeadBucketCommand).rejects(new Error('gone'));

  expect(await answerTo('Delete')).toMatchObject({ Status: 'SUCCESS' });
});
