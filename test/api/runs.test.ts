// Runs over HTTP: what executors report, what is shown beside a version, and what is refused.
import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
import { routes } from '../../functions/http/routes.ts';
import { targetOf } from '../support/api.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

async function published(versions = 1): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await drafts.saveFile(pipeline, 'pipeline.sql', 'SELECT 1');
  for (let n = 0; n < versions; n++)
    await api.ok('publishVersion', { params: pipeline, body: { message: 'A version' } });
  return pipeline;
}

const report = async (params: Pipeline, body: object) =>
  (await api.ok('reportRun', { params, body: { version_number: 1, run_id: 'a', state: 'running', ...body } }))
    .body;

/** As it came: 304 has no body. */
async function versionOf(pipeline: Pipeline, query = 'runs=true', known?: string) {
  const target = targetOf(routes.getVersion, { params: { ...pipeline, version_number: 1 }, query });
  const headers = known === undefined ? [] : ['If-None-Match', known];
  const answer = await api.raw({ method: 'GET', target, headers });
  return { answer, status: answer.status, etag: String(answer.headers.etag) };
}

async function runsOf(pipeline: Pipeline) {
  const params = { ...pipeline, version_number: 1 };
  return (await api.ok('getVersion', { params, query: { runs: true } })).body.runs;
}

test('what is reported is answered as it is noted, and shown beside its version', async () => {
  const pipeline = await published();
  const url = 'https://airflow.example.com/dags/orders/runs/manual__2026-01-01T00:00:00+00:00/?x=%20y#log';

  const before = await runsOf(pipeline);
  const running = await report(pipeline, { url });
  const ended = await report(pipeline, { state: 'failed' });
  const late = await report(pipeline, { state: 'running', url: 'https://other.example.com/' });
  const other = await report(pipeline, { run_id: 'b' });
  const after = await runsOf(pipeline);

  expect(before).toEqual({ count: 0, last: null, recent: [] });
  expect(running).toMatchObject({ version_number: 1, run_id: 'a', state: 'running', url });
  expect(ended).toMatchObject({ state: 'failed', url });
  expect(late).toEqual(ended);
  const { version_number: _, ...last } = other;
  expect(last).not.toHaveProperty('url');
  expect(after).toMatchObject({ count: 2, last, recent: [last, { run_id: 'a', state: 'failed', url }] });
});

test('a version without runs=true is what it was before, and is kept as long', async () => {
  const pipeline = await published();
  const before = await versionOf(pipeline, '');
  await report(pipeline, {});

  const after = await versionOf(pipeline, '');
  const known = await versionOf(pipeline, '', before.etag);

  expect(String(after.answer.bytes)).toBe(String(before.answer.bytes));
  expect(JSON.parse(String(after.answer.bytes))).not.toHaveProperty('runs');
  expect(after.answer.headers['cache-control']).toContain('immutable');
  expect(known.status).toBe(304);
});

test('with runs=true it is asked about each time, and its ETag changes with every report', async () => {
  const pipeline = await published();
  const alone = await versionOf(pipeline, '');
  const before = await versionOf(pipeline);

  const same = await versionOf(pipeline, 'runs=true', before.etag);
  await report(pipeline, {});
  const changed = await versionOf(pipeline, 'runs=true', before.etag);
  const asVersion = await versionOf(pipeline, 'runs=true', alone.etag);

  expect(before.answer.headers['cache-control']).toBe('private, no-cache');
  expect([same.status, changed.status, asVersion.status]).toEqual([304, 200, 200]);
  expect((await runsOf(pipeline))?.count).toBe(1);
});

test.each([
  ['summaries', { fields: 'summary' }],
  ['whole versions', { limit: 10 }],
])('a history of %s has the last run of each version', async (_name, fields) => {
  const pipeline = await published(3);
  await report(pipeline, { version_number: 1, run_id: 'old', state: 'succeeded' });
  await report(pipeline, { version_number: 3, run_id: 'x', state: 'succeeded' });
  await report(pipeline, { version_number: 3, run_id: 'y', state: 'cancelled' });

  const without = (await api.ok('listVersions', { params: pipeline, query: fields })).body;
  const { body } = await api.ok('listVersions', { params: pipeline, query: { ...fields, runs: true } });
  const page = await api.ok('listVersions', { params: pipeline, query: { ...fields, runs: true, limit: 1 } });

  expect(without.versions.some((version) => 'runs' in version)).toBe(false);
  expect(body.versions.map(({ runs }) => [runs?.count, runs?.last?.run_id ?? null])).toEqual([
    [2, 'y'],
    [0, null],
    [1, 'old'],
  ]);
  expect(body.versions.every(({ runs }) => runs !== undefined && !('recent' in runs))).toBe(true);
  expect(page.body.versions).toEqual(body.versions.slice(0, 1));
  expect(body.versions.map(({ runs: _, ...version }) => version)).toEqual(without.versions);
});

test('what publishes and rolls back knows nothing of runs', async () => {
  const pipeline = await published();
  await report(pipeline, {});

  const { body } = await api.ok('rollbackVersion', { params: { ...pipeline, version_number: 1 }, body: {} });

  expect(body).not.toHaveProperty('runs');
  expect((await api.ok('getPipeline', { params: pipeline })).body.latest_version).toBe(2);
});

test('the newest 20 of a version are shown, and all are counted', async () => {
  const pipeline = await published();
  for (let n = 0; n < 25; n++) await report(pipeline, { run_id: `run ${n}`, state: 'succeeded' });

  const runs = await runsOf(pipeline);

  expect(runs?.count).toBe(25);
  expect(runs?.recent?.map(({ run_id }) => run_id)).toEqual(
    Array.from({ length: 20 }, (_, n) => `run ${24 - n}`),
  );
});

describe('refused', () => {
  const fieldsOf = async (body: object) => {
    const good = { version_number: 1, run_id: 'a', state: 'running' };
    const { error } = await api.refused('reportRun', {
      params: uniquePipeline(),
      body: { ...good, ...body },
    });
    const { fields = [] } = (error.details ?? {}) as { readonly fields?: readonly { field: string }[] };
    return [error.code, fields.map(({ field }) => field)];
  };

  test.each([
    ['no version', 'version_number', undefined],
    ['version 0', 'version_number', 0],
    ['a version as text', 'version_number', '1'],
    ['no run', 'run_id', undefined],
    ['an empty run', 'run_id', ''],
    ['a run of white space', 'run_id', ' '],
    ['a run that ends with white space', 'run_id', 'a '],
    ['a run of two lines', 'run_id', 'a\nb'],
    ['a run with an escape', 'run_id', 'a\u001b[31mb'],
    ['a run that turns its text around', 'run_id', 'a\u202eb'],
    ['a run with half a character', 'run_id', 'a\ud800'],
    ['a run of 201 characters', 'run_id', '🚀'.repeat(201)],
    ['no state', 'state', undefined],
    ['an unknown state', 'state', 'done'],
    ['a URL that runs code', 'url', 'javascript:alert(1)'],
    ['a URL that runs code after a new line', 'url', 'java\nscript:alert(1)'],
    ['a URL of data', 'url', 'data:text/html,x'],
    ['a URL without a scheme', 'url', '//example.com'],
    ['a URL without a host', 'url', 'https://'],
    ['a URL with a space', 'url', 'https://example.com/a b'],
    ['a URL that is not percent-encoded', 'url', 'https://example.com/ü'],
    ['a URL with a password', 'url', 'https://a:b@example.com/'],
    ['a URL with a user', 'url', 'https://bank@example.com/'],
    ['a URL of 501 characters', 'url', `https://example.com/${'a'.repeat(481)}`],
    ['null as URL', 'url', null],
    ['an unknown field', 'message', 'x'],
  ])('%s', async (_, field, value) => {
    expect(await fieldsOf({ [field]: value })).toEqual(['INVALID_REQUEST', [field]]);
  });

  test('runs of a version are neither read nor removed by the path that takes reports', async () => {
    const target = targetOf(routes.reportRun, { params: await published() });

    for (const method of ['GET', 'DELETE', 'PUT'])
      expect((await api.raw({ method, target })).status).toBe(405);
  });
});

test.each([['🚀'.repeat(200)], ['o\'brien <b> & "co" \\'], ['a']])('run %s has a name', async (run_id) => {
  const pipeline = await published();

  expect(await report(pipeline, { run_id, url: `http://x/${'a'.repeat(491)}` })).toMatchObject({ run_id });
  expect((await runsOf(pipeline))?.last?.run_id).toBe(run_id);
});
