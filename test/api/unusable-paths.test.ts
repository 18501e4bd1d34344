// Keys that S3 takes and no directory can hold: editors who write to the bucket make them. The service pins them, warns
// of them, and deletes them when it is asked to.
import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { isRefused } from '../support/refused-paths.ts';
import { serverSet } from '../support/server-set.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

const ODD = [
  ['a//b.sql', /a name before, between and after/],
  ['/first.sql', /a name before, between and after/],
  ['back\\slash.sql', /no backslashes/],
  ['line\nbreak.sql', /no control characters/],
  ['up/../down.sql', /no segments \. and \.\./],
  ['../pipeline.sql', /no segments \. and \.\./],
  ['.git/config', /git/],
  [`${'n'.repeat(256)}.sql`, /more than 255 bytes/],
  [`${'long/'.repeat(110)}a.sql`, /at most 512 bytes/],
] as const;
const odd = ODD.filter(([path]) => !isRefused(path));

const message = 'A version';
const publish = (params: Pipeline) => api.ok('publishVersion', { params, body: { message } });
const remove = (params: Pipeline, path: string, headers = {}) =>
  api.send('deleteAnyFile', { params, query: { path }, headers });
const pathsOf = async (params: Pipeline) =>
  (await api.ok('getDraft', { params })).body.files.map(({ path }) => path);

async function pipelineWith(...paths: readonly string[]): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  for (const path of ['pipeline.sql', ...paths]) await drafts.saveFile(pipeline, path, `of ${path}`);
  return pipeline;
}

describe.each(odd)('%j', (path, reason) => {
  test('is warned of by the draft, by publish, by its repetition and by a rollback', async () => {
    const pipeline = await pipelineWith(path);
    const headers = { 'Idempotency-Key': 'once' };
    const once = { params: pipeline, body: { message }, headers };

    const { body: draft } = await api.ok('getDraft', { params: pipeline });
    const { body: made } = await api.ok('publishVersion', once);
    const { body: repeated } = await api.ok('publishVersion', once);
    const rollback = await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 } });

    expect(draft.warnings).toEqual([{ path, reason: expect.stringMatching(reason) }]);
    expect(made.warnings).toEqual(draft.warnings);
    expect(repeated).toEqual({ ...made, checks: { ...made.checks, files: [] } });
    expect(rollback.body.warnings).toEqual(draft.warnings);
  });

  test('is deleted by its path in the query, if it is as it was seen', async () => {
    const pipeline = await pipelineWith(path);
    const { body } = await api.ok('getDraft', { params: pipeline });
    const etag = body.files.find((file) => file.path === path)?.etag;

    const stale = await remove(pipeline, path, { 'If-Match': '"0"' });
    const { status } = await remove(pipeline, path, { 'If-Match': `"${etag}"` });
    const again = await remove(pipeline, path);

    expect(stale).toMatchObject({
      status: 412,
      error: { code: 'PRECONDITION_FAILED', details: { path, etag } },
    });
    expect(status).toBe(204);
    expect(again).toMatchObject({ status: 404, error: { code: 'FILE_NOT_FOUND' } });
    expect(await pathsOf(pipeline)).toEqual(['pipeline.sql']);
    expect((await publish(pipeline)).body.warnings).toBeUndefined();
  });
});

test.skipIf(isRefused('a//b.sql'))('a file that is a folder of others is warned of', async () => {
  // No file system holds both, so MinIO hides one of them.
  const pipeline = await pipelineWith('tests', 'tests/quality/a.sql', 'tests.sql');

  const { body } = await publish(pipeline);

  expect(body.warnings).toEqual([{ path: 'tests', reason: 'is a folder of other files as well' }]);
});

test('a draft without such files has no warnings, and any file may be deleted this way', async () => {
  const pipeline = await pipelineWith('a b+c%20.sql');

  const { body: draft } = await api.ok('getDraft', { params: pipeline });
  const { body: made } = await publish(pipeline);
  const { status } = await remove(pipeline, 'a b+c%20.sql');

  expect('warnings' in draft || 'warnings' in made).toBe(false);
  expect(status).toBe(204);
  expect(await pathsOf(pipeline)).toEqual(['a b+c%20.sql', 'pipeline.sql']);
  expect((await api.ok('getDraft', { params: pipeline })).body.file_count).toBe(1);
});

describe('no path leads out of the pipeline', () => {
  test.each([
    (other: Pipeline) => `../${other.name}/pipeline.sql`,
    (other: Pipeline) => `../../../../${other.namespace}/pipelines/${other.layer}/${other.name}/pipeline.sql`,
    (other: Pipeline) => `/${other.namespace}/pipelines/${other.layer}/${other.name}/pipeline.sql`,
    (other: Pipeline) => `%2e%2e/${other.name}/pipeline.sql`,
    (other: Pipeline) => `..\\${other.name}\\pipeline.sql`,
    (other: Pipeline) => `x/../../${other.name}/pipeline.sql?versionId=null`,
  ])('%s', async (path) => {
    const other = await pipelineWith();
    const pipeline = await pipelineWith();

    const answer = await remove(pipeline, path(other));

    expect(answer).toMatchObject({ status: 404, error: { code: 'FILE_NOT_FOUND' } });
    expect(await pathsOf(other)).toEqual(['pipeline.sql']);
    expect(await pathsOf(pipeline)).toEqual(['pipeline.sql']);
  });
});

test.each(['folder/', 'x'.repeat(1_024), '\u0000', '�', 'nothing here'])(
  'there is no file %j, and nothing is deleted',
  async (path) => {
    const pipeline = await pipelineWith();
    await drafts.saveFile(pipeline, 'folder/', '-');

    expect(await remove(pipeline, path)).toMatchObject({ status: 404, error: { code: 'FILE_NOT_FOUND' } });
    expect(await pathsOf(pipeline)).toEqual(['pipeline.sql']);
  },
);

test.each(['', 'path=', 'path=a&path=b'])('the query %j is refused', async (query) => {
  const answer = await api.send('deleteAnyFile', { params: await pipelineWith(), query });

  expect(answer).toMatchObject({ status: 400, error: { code: 'INVALID_REQUEST' } });
});

test.skipIf(serverSet === 'deployed')('no more than a hundred files are warned of', async () => {
  const pipeline = await pipelineWith(...Array.from({ length: 101 }, (_, number) => `back\\${number}.sql`));

  const { body } = await publish(pipeline);

  expect(body.warnings).toHaveLength(100);
});
