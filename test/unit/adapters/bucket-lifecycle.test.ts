// What only AWS has or answers: archives, refusals, and actions that the SDK does not know.
import { GetBucketLifecycleConfigurationCommand, type LifecycleRule, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, test } from 'vitest';
import { createS3BucketLifecycle } from '../../../functions/adapters/s3/bucket-lifecycle.ts';

const client = new S3Client({ region: 'eu-west-1' });
const s3 = mockClient(client);
afterEach(() => s3.reset());

const rules = () => createS3BucketLifecycle(client, 'bucket').rules();

async function effectsOf(rule: Partial<LifecycleRule>) {
  s3.on(GetBucketLifecycleConfigurationCommand).resolves({ Rules: [{ Status: 'Enabled', ...rule }] });
  return (await rules())?.flatMap(({ effects }) => effects);
}

describe('a transition harms only if the class has to be restored before it is read', () => {
  test.each([
    ['GLACIER', ['archives']],
    ['DEEP_ARCHIVE', ['archives']],
    ['GLACIER_IR', []],
    ['STANDARD_IA', []],
    ['INTELLIGENT_TIERING', []],
  ] as const)('%s', async (StorageClass, effects) => {
    expect(await effectsOf({ Transitions: [{ Days: 1, StorageClass }] })).toEqual(effects);
    expect(await effectsOf({ NoncurrentVersionTransitions: [{ NoncurrentDays: 1, StorageClass }] })).toEqual(
      effects,
    );
  });
});

// MinIO refuses such a rule, so the contract has none.
test('a rule that ends unfinished uploads does no harm', async () => {
  expect(await effectsOf({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } })).toEqual([]);
});

test('a rule without an action that the SDK knows is not taken for harmless', async () => {
  expect(await effectsOf({ ID: 'DelMarkerExpiration of MinIO' })).toEqual(['unknown']);
});

test('a rule without a name is named by its place', async () => {
  s3.on(GetBucketLifecycleConfigurationCommand).resolves({
    Rules: [{ Status: 'Enabled', Expiration: { Days: 1 } }],
  });

  expect(await rules()).toMatchObject([{ id: 'number 1', prefix: '' }]);
});

test.each(['AccessDenied', 'NotImplemented', 'MethodNotAllowed'])('%s: nobody knows', async (name) => {
  s3.on(GetBucketLifecycleConfigurationCommand).rejects(Object.assign(new Error(name), { name }));

  expect(await rules()).toBeNull();
});

test('throttling passes by its code', async () => {
  s3.on(GetBucketLifecycleConfigurationCommand).rejects(
    Object.assign(new Error('slow'), { name: 'SlowDown' }),
  );

  await expect(rules()).rejects.toMatchObject({ code: 'THROTTLED' });
});
