// What checks do to a publish and to what follows it, over HTTP.
import { expect, test } from 'vitest';
import { useServers } from '../support/servers.ts';
import { uniqueName, uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

const MARKER = '<<<<<<< HEAD\nSELECT 1\n';
const ALLOWED = { message: 'In spite of it', allow_failed_checks: true };
const NOTHING_NAMED = { files: [], more: 0 };

test('a publish with errors is refused with the report, and makes no version', async () => {
  const params = uniquePipeline();
  await drafts.saveFile(params, 'pipeline.sql', MARKER);

  const answer = await api.send('publishVersion', { params, body: { message: 'One' } });

  const { body: report } = await api.ok('checkDraft', { params });
  expect(answer).toMatchObject({
    status: 422,
    error: { code: 'CHECKS_FAILED', type: 'VALIDATION', details: { checks: report } },
  });
  expect(report).toMatchObject({ verdict: 'failed', valid: false, files: [{ path: 'pipeline.sql' }] });
  expect((await api.ok('getPipeline', { params })).body.latest_version).toBeNull();
});

test('a version published all the same says so wherever it is shown, and so does its rollback', async () => {
  const params = uniquePipeline();
  await drafts.saveFile(params, 'pipeline.sql', MARKER);

  const made = await api.ok('publishVersion', { params, body: ALLOWED });
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1\n');
  const mended = await api.ok('publishVersion', { params, body: { message: 'Mended' } });
  const back = await api.ok('rollbackVersion', { params: { ...params, version_number: 1 } });

  expect(made.body.checks).toMatchObject({
    verdict: 'failed',
    valid: false,
    files: [{ path: 'pipeline.sql' }],
  });
  expect(mended.body.checks).toEqual({ verdict: 'passed', valid: true, ...NOTHING_NAMED });
  expect(back.body.checks).toEqual({ verdict: 'failed', valid: false, ...NOTHING_NAMED });
  const { body: list } = await api.ok('listVersions', { params, query: { fields: 'summary' } });
  expect(list.versions.map(({ checks }) => checks)).toEqual(['failed', 'passed', 'failed']);
  for (const [version_number, checks] of [
    [1, 'failed'],
    [2, 'passed'],
    [3, 'failed'],
  ] as const) {
    const { body } = await api.ok('getVersion', { params: { ...params, version_number } });
    expect(body.checks).toBe(checks);
  }
});

test('a refused request is checked anew with the same key, and a repeated success answers its verdict', async () => {
  const params = uniquePipeline();
  const headers = { 'Idempotency-Key': uniqueName('key') };
  const body = { message: 'One' };
  await drafts.saveFile(params, 'pipeline.sql', MARKER);
  expect(await api.send('publishVersion', { params, body, headers })).toMatchObject({ status: 422 });
  await drafts.saveFile(params, 'pipeline.sql', 'SELECT 1\n');
  await drafts.saveFile(params, 'pipeline.py', 'x = 1\n');

  const made = await api.ok('publishVersion', { params, body, headers });
  const repeated = await api.ok('publishVersion', { params, body, headers });

  expect(made.body.checks.files).toMatchObject([
    { path: 'pipeline.sql', warnings: [{ rule: 'two-sources' }] },
  ]);
  expect(repeated.body).toEqual({
    ...made.body,
    checks: { verdict: 'passed', valid: true, ...NOTHING_NAMED },
  });
});

test('allow_failed_checks makes another request of the same key', async () => {
  const params = uniquePipeline();
  const headers = { 'Idempotency-Key': uniqueName('key') };
  await drafts.saveFile(params, 'pipeline.sql', MARKER);
  await api.send('publishVersion', { params, body: { message: 'One' }, headers });

  const answer = await api.send('publishVersion', { params, body: ALLOWED, headers });

  expect(answer).toMatchObject({ error: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('what is too large to be read leaves a version incomplete', async () => {
  const params = uniquePipeline();
  await drafts.saveFile(params, 'pipeline.sql', '-'.repeat(256 * 1024 + 1));

  const { body } = await api.ok('publishVersion', { params, body: { message: 'Large' } });

  expect(body.checks).toMatchObject({
    verdict: 'incomplete',
    valid: true,
    files: [{ path: 'pipeline.sql', warnings: [{ rule: 'not-read' }] }],
  });
});
