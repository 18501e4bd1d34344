// The bucket's lifecycle rules as a server answers them: for ports/bucket-lifecycle.ts, on the servers of SERVER_SET.
import {
  DeleteBucketLifecycleCommand,
  type LifecycleRule,
  PutBucketLifecycleConfigurationCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createS3BucketLifecycle } from '../../functions/adapters/s3/bucket-lifecycle.ts';
import { s3Server } from '../support/server-set.ts';
import { type AwsBackend, startAws } from './backends.ts';

let backend: AwsBackend;
beforeAll(async () => {
  backend = await startAws();
});
afterAll(() => backend.close());

const lifecycleOf = (bucket: string) => createS3BucketLifecycle(backend.s3, bucket);

async function rulesOf(...rules: readonly Partial<LifecycleRule>[]) {
  const Rules = rules.map((rule) => ({ Status: 'Enabled' as const, ...rule }));
  const { s3, bucketName: Bucket } = backend;
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  return lifecycleOf(Bucket).rules();
}

/** AWS and MinIO take them: a prefix outside of a filter, and a rule without a name. */
async function expectRefusedByLocalStack(rules: ReturnType<typeof rulesOf>): Promise<void> {
  await expect(rules).rejects.toMatchObject({ name: 'MalformedXML' });
}

const whole = { Filter: { Prefix: '' } };

describe('what a rule does is known by its actions', () => {
  test.each<[effects: readonly string[], rule: Partial<LifecycleRule>]>([
    [['deletes'], { NoncurrentVersionExpiration: { NoncurrentDays: 30 } }],
    [['deletes'], { NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 5 } }],
    [['hides'], { Expiration: { Days: 30 } }],
    [['hides'], { Expiration: { Date: new Date('2030-01-01') } }],
    [[], { Expiration: { ExpiredObjectDeleteMarker: true } }],
    [['deletes', 'hides'], { Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }],
  ])('%j: %j', async (effects, rule) => {
    expect(await rulesOf({ ID: 'rule', ...whole, ...rule })).toEqual([
      { id: 'rule', prefix: '', isEnabled: true, effects },
    ]);
  });
});

describe('what a rule is limited to is its prefix, wherever it stands', () => {
  const Expiration = { Days: 30 };

  test.each<[prefix: string, rule: Partial<LifecycleRule>]>([
    ['team/', { Filter: { Prefix: 'team/' } }],
    ['team/', { Prefix: 'team/' }],
    ['team/', { Filter: { And: { Prefix: 'team/', Tags: [{ Key: 'keep', Value: 'no' }] } } }],
    ['', { Filter: { Tag: { Key: 'keep', Value: 'no' } } }],
    ['ä&<b>/', { Filter: { Prefix: 'ä&<b>/' } }],
  ])('%j: %j', async (prefix, rule) => {
    const isRefused = s3Server === 'LocalStack' && rule.Filter === undefined;
    if (isRefused) return expectRefusedByLocalStack(rulesOf({ ID: 'rule', Expiration, ...rule }));
    expect(await rulesOf({ ID: 'rule', Expiration, ...rule })).toMatchObject([{ id: 'rule', prefix }]);
  });
});

test('rules come in their order, disabled ones too, and each has a name', async () => {
  const Expiration = { Days: 30 };
  const both = [
    { ID: 'off', Status: 'Disabled', Expiration, Filter: { Prefix: 'a/' } },
    { Expiration, Filter: { Prefix: 'b/' } },
  ] as const;
  if (s3Server === 'LocalStack') return expectRefusedByLocalStack(rulesOf(...both));

  expect(await rulesOf(...both)).toMatchObject([
    { id: 'off', isEnabled: false, prefix: 'a/' },
    { id: expect.stringMatching(/./), isEnabled: true, prefix: 'b/' },
  ]);
});

test('a bucket without rules has none, also after they were deleted', async () => {
  const { s3, bucketName: Bucket } = backend;
  await rulesOf({ ID: 'rule', ...whole, Expiration: { Days: 30 } });
  await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));

  expect(await lifecycleOf(Bucket).rules()).toEqual([]);
});

test('where there is no bucket, there are no rules to speak of', async () => {
  await expect(lifecycleOf('no-such-bucket-here').rules()).rejects.toThrow();
});
