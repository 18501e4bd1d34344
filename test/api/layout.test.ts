// The main journey with other sources, layers and prefix: on a service of its own, by literal keys.
import {
  DeleteBucketLifecycleCommand,
  GetObjectCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../client/client.ts';
import { DEFAULT_LAYOUT, layoutOf, setLayout } from '../../functions/domain/layout.ts';
import { eventually } from '../support/eventually.ts';
import { runSmoke } from '../support/run-smoke.ts';
import { patience, serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';

const SETTINGS = {
  sources: ['dbt_project.yml', '*.ipynb'],
  layers: ['raw', 'curated'],
  prefix: 'lake/{layer}/{namespace}.{name}/',
};
const FLAGS = [
  ...['--sources', SETTINGS.sources.join(',')],
  ...['--layers', SETTINGS.layers.join(', ')],
  ...['--prefix', SETTINGS.prefix],
];
const orders = { namespace: 'team_a', layer: 'curated', name: 'orders' };
const PREFIX = 'lake/curated/team_a.orders/';

// The deployed stacks of tests have the default layout.
const onOwnServers = test.skipIf(serverSet === 'deployed');
const { api, apiUrl, s3, bucket: Bucket, drafts } = await useServers(FLAGS);

// Answers are judged by the schemas of this process.
beforeAll(() => setLayout(layoutOf(SETTINGS)));
afterAll(() => setLayout(DEFAULT_LAYOUT));

const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }));
const pipeline = async (params: object) => (await api.ok('getPipeline', { params })).body;

onOwnServers(
  'a pipeline is saved, published, edited in the bucket, compared, rolled back and restored',
  async () => {
    const file = { ...orders, path: 'dbt_project.yml' };
    await api.ok('putFile', { params: file, body: 'name: one\n' });
    const stored = await s3.send(new GetObjectCommand({ Bucket, Key: `${PREFIX}dbt_project.yml` }));
    expect(await stored.Body?.transformToString()).toBe('name: one\n');
    expect(await pipeline(orders)).toMatchObject({ s3_path: PREFIX, type: 'yaml', draft_dirty: null });

    const first = await api.ok('publishVersion', { params: orders, body: { message: 'one' } });
    expect(Object.keys(first.body.published_versions)).toEqual([`${PREFIX}dbt_project.yml`]);

    await put(`${PREFIX}dbt_project.yml`, 'name: two\n');
    await eventually(async () => expect((await pipeline(orders)).draft_dirty).toBe(true));
    const compared = await api.ok('compareVersions', { params: orders, query: { patch: true } });
    expect(compared.body.files).toMatchObject([{ path: 'dbt_project.yml', change: 'modified' }]);
    expect((await api.ok('getDraft', { params: orders })).body.files).toMatchObject([
      { key: `${PREFIX}dbt_project.yml`, change: 'modified' },
    ]);

    await api.ok('publishVersion', { params: orders, body: { message: 'two' } });
    const rollback = { params: { ...orders, version_number: 1 }, body: {} };
    expect((await api.ok('rollbackVersion', rollback)).body.version_number).toBe(3);
    await api.ok('restoreDraft', { params: orders, body: { version: 1 } });
    expect(await drafts.readFile(orders, 'dbt_project.yml')).toBe('name: one\n');
    const { body: run } = await api.ok('getPublished', { params: orders, query: { presign: true } });
    expect(run).toMatchObject({
      version_number: 3,
      source: { path: 'dbt_project.yml', key: `${PREFIX}dbt_project.yml` },
    });
    expect(await (await fetch(`${run.source?.url}`)).text()).toBe('name: one\n');
  },
);

onOwnServers('a directory that was never published is listed by its layer once it has files', async () => {
  await put('lake/raw/team_b.exports/daily.ipynb', '{}');
  await put('default/pipelines/silver/other/pipeline.sql', 'SELECT 1');
  await put('lake/gold/team_b.other/daily.ipynb', '{}');
  await put('lake/raw/team_b.last/daily.ipynb', '{}');

  const listed = async () => (await api.ok('listPipelines', { query: { layer: 'raw' } })).body.pipelines;
  await eventually(async () => expect((await listed()).map(({ name }) => name)).toEqual(['exports', 'last']));
  expect(await listed()).toMatchObject([{ s3_path: 'lake/raw/team_b.exports/', type: 'notebook' }, {}]);
  const { body: all } = await api.ok('listPipelines', {});
  expect(all.pipelines.map(({ name }) => name)).not.toContain('other');
});

onOwnServers(
  'the first source that is there runs, and a draft without any is refused with their names',
  async () => {
    const both = { ...orders, name: 'both' };
    await drafts.saveFiles(both, { 'dbt_project.yml': 'name: x\n', 'b.ipynb': '{}', 'a.ipynb': '{}' });
    const empty = { ...orders, name: 'empty' };
    await drafts.saveFile(empty, 'daily.ipynb', '');
    const none = { ...orders, name: 'none' };
    await drafts.saveFile(none, 'pipeline.sql', 'SELECT 1');

    const { body: report } = await api.ok('checkDraft', { params: both });
    expect(report.files.map(({ path, warnings }) => [path, warnings[0]?.message])).toEqual([
      ['a.ipynb', 'Runs use dbt_project.yml and ignore this file; remove one of the two.'],
      ['b.ipynb', 'Runs use dbt_project.yml and ignore this file; remove one of the two.'],
    ]);
    await api.ok('publishVersion', { params: both, body: { message: 'both' } });
    expect((await api.ok('getPublished', { params: both })).body.source?.path).toBe('dbt_project.yml');
    const { error: refusal } = await api.refused('publishVersion', {
      params: empty,
      body: { message: 'empty' },
    });
    expect(refusal).toMatchObject({
      code: 'CHECKS_FAILED',
      details: { checks: { files: [{ path: 'daily.ipynb', errors: [{ rule: 'empty-source' }] }] } },
    });
    const { error } = await api.refused('publishVersion', { params: none, body: { message: 'none' } });
    expect(error).toMatchObject({
      code: 'MISSING_SOURCE',
      message: expect.stringContaining('has neither *.ipynb nor dbt_project.yml; save one of them first'),
    });
  },
);

onOwnServers('other layers are refused by name, in paths and in queries', async () => {
  const silver = { ...orders, layer: 'silver' };

  const { error } = await api.refused('getPipeline', { params: silver });
  expect(error).toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringContaining('path layer must be one of raw, curated'),
  });
  const { status } = await api.refused('listPipelines', { query: { layer: 'bronze' } });
  expect(status).toBe(400);
});

onOwnServers('the document and /health say what there is, and the client takes it', async () => {
  const { body: document } = await api.ok('getOpenApi');
  expect(JSON.stringify(document)).toContain('"enum":["raw","curated"]');
  expect(JSON.stringify(document)).not.toContain('"silver"');
  const client = createClient({ baseUrl: apiUrl });

  expect((await client.getMe()).body.layout).toEqual(SETTINGS);
  expect((await client.getHealth()).body.layout).toEqual(SETTINGS);
  const { body } = await client.listPipelines({ query: { layer: 'curated' } });
  expect(body.pipelines.map(({ layer }) => layer)).toContain('curated');
});

onOwnServers(
  'the smoke test makes a pipeline of these kinds',
  async () => {
    const { code, summary } = await runSmoke(apiUrl);

    expect(summary.pipeline).toMatch(/^smoke\/raw\//);
    expect(code).toBe(0);
  },
  patience(30_000),
);

onOwnServers('rules of the bucket do harm where these keys are', async () => {
  const rule = (Prefix: string) => ({
    ...{ ID: Prefix, Status: 'Enabled' as const, Filter: { Prefix } },
    NoncurrentVersionExpiration: { NoncurrentDays: 30 },
  });
  const LifecycleConfiguration = { Rules: ['lake/raw/', 'default/pipelines/'].map(rule) };
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));

  const { body } = await api.ok('getHealth');

  await s3.send(new DeleteBucketLifecycleCommand({ Bucket }));
  expect(body.lifecycle_rules).toEqual([{ id: 'lake/raw/', effects: ['deletes'] }]);
});
