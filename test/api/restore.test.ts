// The draft made a version's files again, and drafts handed out to run.
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { flagBecomes } from '../support/flag.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, bucket, drafts, s3 } = await useServers();

const FIRST = {
  'pipeline.sql': 'SELECT 1',
  'config.yaml': 'a: 1',
  'tests/quality/a b+ö%.sql': 'x',
  empty: '',
};
const SECOND = { 'pipeline.py': 'print(2)', 'config.yaml': 'a: 2', 'notes.md': 'new', empty: '' };

type Contents = Readonly<Record<string, string>>;

async function publish(params: Pipeline): Promise<number> {
  return (await api.ok('publishVersion', { params, body: { message: 'A version' } })).body.version_number;
}

async function becomes(pipeline: Pipeline, contents: Contents): Promise<void> {
  for (const path of Object.keys(await draftOf(pipeline)))
    if (!(path in contents)) await drafts.deleteFile(pipeline, path);
  await drafts.saveFiles(pipeline, contents);
}

async function draftOf(pipeline: Pipeline): Promise<Contents> {
  const { body } = await api.ok('getDraft', { params: pipeline });
  const paths = body.files.filter(({ change }) => change !== 'removed').map(({ path }) => path);
  const texts = await Promise.all(
    paths.map(async (path) => (await api.ok('getFile', { params: { ...pipeline, path } })).text),
  );
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? '']));
}

const restore = async (params: Pipeline, version: number, more: object = {}) =>
  (await api.ok('restoreDraft', { params, body: { version, ...more } })).body;

async function withTwoVersions(): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, FIRST);
  await publish(pipeline);
  await becomes(pipeline, SECOND);
  await publish(pipeline);
  return pipeline;
}

test('a restore makes the draft the version’s files, and another one undoes it', async () => {
  const pipeline = await withTwoVersions();

  const back = await restore(pipeline, 1);
  const restored = await draftOf(pipeline);
  await flagBecomes(api, pipeline, true);
  const forth = await restore(pipeline, 2);

  expect(restored).toEqual(FIRST);
  expect(back).toEqual({
    restored_from: 1,
    written: ['config.yaml', 'pipeline.sql', 'tests/quality/a b+ö%.sql'],
    removed: ['notes.md', 'pipeline.py'],
    draft_dirty: true,
  });
  expect(await draftOf(pipeline)).toEqual(SECOND);
  expect(forth).toEqual({
    restored_from: 2,
    written: ['config.yaml', 'notes.md', 'pipeline.py'],
    removed: ['pipeline.sql', 'tests/quality/a b+ö%.sql'],
    draft_dirty: false,
  });
  await flagBecomes(api, pipeline, false);
});

test('a restored draft is published as the version that it came from, with pins of its own', async () => {
  const pipeline = await withTwoVersions();

  await restore(pipeline, 1);
  await publish(pipeline);

  const versions = await Promise.all(
    [1, 3].map((version) => api.ok('getVersion', { params: { ...pipeline, version_number: version } })),
  );
  const [first, third] = versions.map(({ body }) => body);
  expect(third?.fingerprint).toBe(first?.fingerprint);
  expect(third?.published_versions).not.toEqual(first?.published_versions);
});

test('a draft that is the version already is left alone', async () => {
  const pipeline = await withTwoVersions();
  const before = (await api.ok('getDraft', { params: pipeline })).body;

  const answer = await restore(pipeline, 2);

  expect(answer).toEqual({ restored_from: 2, written: [], removed: [], draft_dirty: false });
  expect((await api.ok('getDraft', { params: pipeline })).body).toEqual(before);
});

test('what was deleted, all of it, comes back', async () => {
  const pipeline = await withTwoVersions();
  await becomes(pipeline, {});

  await restore(pipeline, 1);

  expect(await draftOf(pipeline)).toEqual(FIRST);
});

test('a restore that is refused has changed nothing', async () => {
  const pipeline = await withTwoVersions();
  const { body: version } = await api.ok('getVersion', { params: { ...pipeline, version_number: 1 } });
  const lost = version.published_versions[`${keyPrefix(pipeline)}config.yaml`];
  const before = (await api.ok('getDraft', { params: pipeline })).body;

  const params = pipeline;
  const expected_draft = version.fingerprint;
  const other = await api.refused('restoreDraft', { params, body: { version: 1, expected_draft } });
  await drafts.deleteFile(pipeline, 'config.yaml', lost);
  const missing = await api.refused('restoreDraft', { params, body: { version: 1 } });

  expect(other.error).toMatchObject({
    code: 'PRECONDITION_FAILED',
    details: { expected_draft, draft_fingerprint: before.fingerprint },
  });
  expect(missing.error).toMatchObject({
    code: 'PINNED_FILES_MISSING',
    details: { keys: [`${keyPrefix(pipeline)}config.yaml`] },
  });
  expect((await api.ok('getDraft', { params: pipeline })).body).toEqual(before);
});

test('a restore over the draft that was expected happens', async () => {
  const pipeline = await withTwoVersions();
  const { body: draft } = await api.ok('getDraft', { params: pipeline });

  await restore(pipeline, 1, { expected_draft: draft.fingerprint });

  expect(await draftOf(pipeline)).toEqual(FIRST);
});

test('content type and metadata of a file come back with it', async () => {
  const pipeline = uniquePipeline();
  const object = { Bucket: bucket, Key: `${keyPrefix(pipeline)}pipeline.sql` };
  const described = { ContentType: 'text/x-odd', CacheControl: 'no-cache', Metadata: { author: 'ada' } };
  await s3.send(new PutObjectCommand({ ...object, Body: 'SELECT 1', ...described }));
  await publish(pipeline);
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 2');

  await restore(pipeline, 1);

  expect(await s3.send(new HeadObjectCommand(object))).toMatchObject(described);
});

test('restores and saves at the same time leave every file as one of them had it', async () => {
  const pipeline = await withTwoVersions();

  await Promise.all([
    restore(pipeline, 1),
    restore(pipeline, 2),
    drafts.saveFile(pipeline, 'config.yaml', 'a: 3'),
    restore(pipeline, 1),
  ]);
  const { 'config.yaml': config = '' } = await draftOf(pipeline);
  const last = await restore(pipeline, 2);

  expect(['a: 1', 'a: 2', 'a: 3']).toContain(config);
  expect(await draftOf(pipeline)).toEqual(SECOND);
  expect(last.draft_dirty).toBe(false);
});

test('files of other pipelines and folder placeholders are left alone', async () => {
  const pipeline = await withTwoVersions();
  const neighbour = { ...pipeline, name: `${pipeline.name}_eu` };
  await drafts.saveFile(neighbour, 'pipeline.sql', 'not mine');
  await drafts.saveFile(pipeline, 'tests/', '');

  const { written, removed } = await restore(pipeline, 1);

  expect([...written, ...removed]).not.toContain('tests/');
  expect(await draftOf(neighbour)).toEqual({ 'pipeline.sql': 'not mine' });
});
