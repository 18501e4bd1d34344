// The life of a pipeline, as the README tells it: through the HTTP API and the bucket, as a stranger would.
import { expect, test } from 'vitest';
import { asVersion } from '../support/as-version.ts';
import { flagBecomes, flagOf, observed } from '../support/flag.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

async function publish(params: object, message: string) {
  return (await api.ok('publishVersion', { params, body: { message } })).body;
}

async function fetchText(url: string | undefined): Promise<string> {
  const response = await fetch(url ?? '');
  return response.ok ? response.text() : `${response.status} ${await response.text()}`;
}

test('a pipeline goes from its first file to a rolled-back version, and runs read only what was pinned', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, {
    'pipeline.sql': 'SELECT 1',
    'config.yaml': 'schedule: daily',
    'tests/quality/not_null.sql': 'SELECT 0',
  });

  const unpublished = await api.ok('getPipeline', { params: pipeline });
  const notYet = await api.refused('getPublished', { params: pipeline });
  const first = await publish(pipeline, 'First version');
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
  await flagBecomes(api, pipeline, true);
  const second = await publish(pipeline, 'Second version');
  const flagAfterSecond = await flagOf(api, pipeline);
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 3');
  const third = await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });
  const list = await api.ok('listVersions', { params: pipeline });
  const manifest = await api.ok('getPublished', { params: pipeline, query: { presign: true } });

  expect(unpublished.body).toMatchObject({ draft_dirty: null, latest_version: null, type: 'sql' });
  expect(notYet.error).toMatchObject({ code: 'NOT_PUBLISHED' });
  expect(flagAfterSecond).toBe(false);
  expect(third.body).toMatchObject({ version_number: 3, rollback_of: 1, message: 'Rollback to version 1' });
  expect(third.body.published_versions).toEqual(first.published_versions);
  expect(third.body.fingerprint).toBe(first.fingerprint);
  expect(list.body).toEqual({
    versions: [third.body, second, first].map(asVersion),
    total: 3,
    next_cursor: null,
  });
  const { source, config, quality_tests, files } = manifest.body;
  expect(files.map(({ path }) => path)).toEqual([
    'config.yaml',
    'pipeline.sql',
    'tests/quality/not_null.sql',
  ]);
  expect([source, config, ...quality_tests]).toEqual([files[1], files[0], files[2]]);
  expect(await Promise.all([source, config, quality_tests[0]].map((file) => fetchText(file?.url)))).toEqual([
    'SELECT 1',
    'schedule: daily',
    'SELECT 0',
  ]);
  expect(await drafts.readFile(pipeline, 'pipeline.sql')).toBe('SELECT 3');
  await flagBecomes(api, pipeline, true);
});

test('the flag tells the truth by events alone: edit, undo, identical re-save, delete, delete for good', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, { 'pipeline.sql': 'SELECT 1', 'config.yaml': 'a: 1' });
  await publish(pipeline, 'Published');

  const resave = () => drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await observed(api, pipeline, resave);
  expect(await flagOf(api, pipeline)).toBe(false);
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');
  await flagBecomes(api, pipeline, true);
  await resave();
  await flagBecomes(api, pipeline, false);
  await drafts.deleteFile(pipeline, 'config.yaml');
  await flagBecomes(api, pipeline, true);
  await drafts.saveFile(pipeline, 'config.yaml', 'a: 1');
  await flagBecomes(api, pipeline, false);
  const added = await drafts.saveFile(pipeline, 'notes.md', 'Draft only');
  await flagBecomes(api, pipeline, true);
  await drafts.deleteFile(pipeline, 'notes.md', added);
  await flagBecomes(api, pipeline, false);
});

test('after a rollback the flag compares the untouched draft with what is published now', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.py', 'print(1)');
  const first = await publish(pipeline, 'One');
  await drafts.saveFile(pipeline, 'pipeline.py', 'print(2)');
  await publish(pipeline, 'Two');

  await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });
  await flagBecomes(api, pipeline, true);
  await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 2 } });
  await flagBecomes(api, pipeline, false);

  expect(await drafts.readFile(pipeline, 'pipeline.py')).toBe('print(2)');
  const old = await api.ok('getPublished', { params: pipeline, query: { version: 1, presign: true } });
  expect(old.body).toMatchObject({ version_number: 1, fingerprint: first.fingerprint, config: null });
  expect(await fetchText(old.body.source.url)).toBe('print(1)');
});

test('deleting every file leaves a published pipeline as it is, with a dirty flag', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  const version = await publish(pipeline, 'Published');

  await drafts.deleteFile(pipeline, 'pipeline.sql');
  await flagBecomes(api, pipeline, true);

  const shown = await api.ok('getPipeline', { params: pipeline });
  const manifest = await api.ok('getPublished', { params: pipeline, query: { presign: true } });
  expect(shown.body).toMatchObject({ type: 'sql', latest_version: 1, draft: { file_count: 0 } });
  const pins = manifest.body.files.map(({ key, version_id }) => [key, version_id]);
  expect(Object.fromEntries(pins)).toEqual(version.published_versions);
  expect(await fetchText(manifest.body.source.url)).toBe('SELECT 1');
});

test('refresh looks at the draft at once', async () => {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  await publish(pipeline, 'Published');
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');

  const refreshed = await api.ok('getPipeline', { params: pipeline, query: { refresh: true } });

  expect(refreshed.body.draft_dirty).toBe(true);
});

test('health says ok', async () => {
  expect((await api.ok('getHealth')).body).toMatchObject({ status: 'ok' });
});
