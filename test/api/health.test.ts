// /health looks at the bucket as it is now. On a service of its own, whose bucket gets rules.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteBucketLifecycleCommand, PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { afterAll, expect, test } from 'vitest';
import { DEFAULT_LAYOUT_SETTINGS } from '../../functions/domain/layout.ts';
import { startServers } from '../support/servers.ts';

const servers = await startServers();
afterAll(() => servers.stop());

const { api, s3, bucket: Bucket } = servers;
const health = async () => (await api.ok('getHealth')).body;

test('a rule that harms pipelines is named while it is there, and others are not', async () => {
  const Rules = [
    {
      ...{ ID: 'markers', Status: 'Enabled' as const, Filter: { Prefix: '' } },
      Expiration: { ExpiredObjectDeleteMarker: true },
    },
    {
      ...{ ID: 'old-versions', Status: 'Enabled' as const, Filter: { Prefix: 'default/' } },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    },
    {
      ...{ ID: 'logs', Status: 'Enabled' as const, Filter: { Prefix: 'default/logs/' } },
      Expiration: { Days: 30 },
    },
  ];
  const before = await health();
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));

  const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
  const layout = DEFAULT_LAYOUT_SETTINGS;
  expect(before).toEqual({ status: 'ok', version, layout });
  expect(await health()).toEqual({
    status: 'degraded',
    version,
    layout,
    reason: expect.stringMatching(/rule "old-versions" \(keys default\/…\) deletes old versions for good/),
    causes: ['lifecycle'],
    lifecycle_rules: [{ id: 'old-versions', effects: ['deletes'] }],
  });
  await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
  expect(await health()).toEqual({ status: 'ok', version, layout });
});
