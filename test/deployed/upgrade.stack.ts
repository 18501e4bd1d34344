// A stack of the last release, used, becomes a stack of these sources: nothing is lost, and nothing is made anew that
// keeps data. AWS adds an index to a table in place. MiniStack replaces the table: there the stack that is used first is one
// of these sources, with other settings. LocalStack keeps the table, without the index (differences.ts).
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-globaltable.html
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployTo, findDeployment, prepareChangeSet } from '../../infra/local/deployment/deploy.ts';
import { s3Of } from '../../infra/local/deployment/emulator.ts';
import { asVersion } from '../support/as-version.ts';
import { flagBecomes } from '../support/flag.ts';
import { readHistory, type Version } from '../support/history.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';
import { assemblyOf } from './assemblies.ts';
import { changesOf, emulator, invoke, losses, serviceOf, storesOf } from './emulated.ts';
import { unpackRelease } from './kept-release.ts';

const pipeline = uniquePipeline();
const isOlder = process.env.EMULATOR_NAME !== 'MiniStack';
const upgrade = { assembly: assemblyOf('UPGRADE_ASSEMBLY') };
const others = { assembly: assemblyOf('OTHER_SETTINGS_ASSEMBLY') };
const KEY = { 'Idempotency-Key': 'before-the-upgrade' };
const publishOnce = { params: pipeline, body: { message: 'Second' }, headers: KEY };

/** What is said of the versions of a release that checked nothing. */
const UNCHECKED = 'incomplete' as const;

let before: { readonly history: readonly Version[]; readonly stores: Readonly<Record<string, string>> };

beforeAll(async () => {
  const first = isOlder ? { assembly: await lastRelease() } : others;
  const { api, drafts } = serviceOf(await deployTo(emulator, first), { isOlder });

  await drafts.saveFiles(pipeline, { 'pipeline.sql': 'SELECT 1', 'config.yaml': 'a: 1' });
  await api.ok('publishVersion', { params: pipeline, body: { message: 'First' } });
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
  await flagBecomes(api, pipeline, true);
  await api.ok('publishVersion', publishOnce);
  await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });
  await flagBecomes(api, pipeline, true);
  const read = await readHistory(api, pipeline);
  const history = isOlder ? read.map((version) => ({ ...version, checks: UNCHECKED })) : read;
  before = { history, stores: await storesOf() };
}, 600_000);

async function lastRelease(): Promise<string> {
  const assembly = await mkdtemp(join(tmpdir(), 'last-release-'));
  afterAll(() => rm(assembly, { recursive: true }));
  await unpackRelease(assembly);
  return assembly;
}

test('the change set replaces and removes neither bucket nor table', async () => {
  await prepareChangeSet(emulator, 'upgrade', upgrade);

  const changes = await changesOf('upgrade');

  expect(changes.length).toBeGreaterThan(0);
  expect(losses(changes)).toEqual([]);
});

test('after the upgrade bucket and table are the same, and so are history, flag and what runs use', async () => {
  const { api } = serviceOf(await deployTo(emulator, upgrade));

  expect(Object.keys(before.stores)).toHaveLength(2);
  expect(await storesOf()).toEqual(before.stores);
  expect(before.history).toHaveLength(3);
  expect(await readHistory(api, pipeline)).toEqual(before.history);
  const { body } = await api.ok('getPipeline', { params: pipeline });
  expect(body).toMatchObject({ draft_dirty: true, latest_version: 3 });
  const { body: manifest } = await api.ok('getPublished', { params: pipeline, query: { presign: true } });
  expect(await (await fetch(manifest.source.url ?? '')).text()).toBe('SELECT 1');
});

test('numbers, keys and events go on where they were', async () => {
  const { api, drafts } = serviceOf(await findDeployment(emulator));

  const repeated = await api.ok('publishVersion', publishOnce);
  const next = await api.ok('publishVersion', { params: pipeline, body: { message: 'After' } });
  await flagBecomes(api, pipeline, false);
  await drafts.saveFile(pipeline, 'config.yaml', 'a: 2');
  await flagBecomes(api, pipeline, true);

  expect(asVersion(repeated.body)).toEqual(before.history[1]);
  expect(repeated.headers['idempotent-replayed']).toBe('true');
  expect(next.body.version_number).toBe(4);
});

test('an edit whose event is lost is seen by the daily check', async () => {
  const deployment = await findDeployment(emulator);
  const { api, drafts } = serviceOf(deployment);
  const s3 = s3Of(emulator);
  const Bucket = deployment.bucketName;
  const bucketEvents = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  const { $metadata: _, ...NotificationConfiguration } = bucketEvents;
  const send = (configuration: NotificationConfiguration) =>
    s3.send(
      new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: configuration }),
    );
  await send({});
  await drafts.saveFile(pipeline, 'config.yaml', 'a: 1');
  await send(NotificationConfiguration);

  await invoke('DraftWatcherDailyCheck');

  await flagBecomes(api, pipeline, false);
});

test('a second deployment, with another setting, replaces neither bucket nor table', async () => {
  await prepareChangeSet(emulator, 'settings', others);
  const changes = await changesOf('settings');
  const { api, drafts } = serviceOf(await deployTo(emulator, others));

  expect(changes.length).toBeGreaterThan(0);
  expect(losses(changes)).toEqual([]);
  expect(await storesOf()).toEqual(before.stores);
  expect((await readHistory(api, pipeline)).map(({ version_number }) => version_number)).toEqual([
    1, 2, 3, 4,
  ]);
  await drafts.saveFile(pipeline, 'config.yaml', 'a: 2');
  await flagBecomes(api, pipeline, true);
});
