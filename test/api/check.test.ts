// GET P/check: what is wrong with the draft, or with a version.
import { expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { useServers } from '../support/servers.ts';
import { uniquePipeline } from '../support/unique-pipeline.ts';

const { api, drafts } = await useServers();

async function saved(files: Readonly<Record<string, string>>): Promise<Pipeline> {
  const pipeline = uniquePipeline();
  await drafts.saveFiles(pipeline, files);
  return pipeline;
}

const checksOf = async (params: Pipeline) => (await api.ok('checkDraft', { params })).body;

test('a draft without mistakes is valid', async () => {
  const pipeline = await saved({ 'pipeline.sql': 'SELECT 1\n', 'config.yaml': 'schedule: daily\n' });

  expect(await checksOf(pipeline)).toEqual({ verdict: 'passed', valid: true, files: [], more: 0 });
});

test('errors and warnings have their places, file by file', async () => {
  const pipeline = await saved({
    'pipeline.sql': "SELECT *\nFROM {{ ref('orders' }}\n",
    'config.yaml': 'schedule: daily\nschedule: hourly\n',
    'tests/quality/deep/a.sql': 'SELECT 1\n',
  });

  const message = expect.any(String);
  expect(await checksOf(pipeline)).toEqual({
    verdict: 'failed',
    valid: false,
    files: [
      {
        path: 'pipeline.sql',
        errors: [{ rule: 'jinja-unbalanced', line: 2, column: 22, message }],
        warnings: [],
      },
      {
        path: 'config.yaml',
        errors: [],
        warnings: [{ rule: 'yaml-duplicate-key', line: 2, column: 1, message }],
      },
      {
        path: 'tests/quality/deep/a.sql',
        errors: [],
        warnings: [{ rule: 'test-not-run', line: null, column: null, message }],
      },
    ],
    more: 0,
  });
});

test('a configuration that has not changed still has its say', async () => {
  const pipeline = await saved({
    'pipeline.sql': 'SELECT 1\n',
    'config.yaml': 'checks:\n  conflict-marker: off\n  mixed-line-endings: error\n',
  });
  await api.ok('publishVersion', { params: pipeline, body: { message: 'One' } });
  await drafts.saveFile(pipeline, 'pipeline.sql', '<<<<<<< HEAD\r\nSELECT 1\n');

  const { valid, files } = await checksOf(pipeline);

  expect(valid).toBe(false);
  expect(files.map(({ errors, warnings }) => [errors.map(({ rule }) => rule), warnings])).toEqual([
    [['mixed-line-endings'], []],
  ]);
});

test('a version is checked by its pinned bytes and its own configuration, whatever the draft has become', async () => {
  const params = await saved({ 'pipeline.sql': '<<<<<<< HEAD\n', 'a.sql': 'SELECT 1\r\nFROM b\n' });
  const body = { message: 'One', allow_failed_checks: true };
  await api.ok('publishVersion', { params, body });
  await drafts.saveFiles(params, {
    'pipeline.sql': 'SELECT 1\n',
    'config.yaml': 'checks: {mixed-line-endings: off}\n',
  });
  await api.ok('publishVersion', { params, body: { message: 'Two' } });
  const checked = async (version: number) =>
    (await api.ok('checkDraft', { params, query: { version } })).body.files.map(
      ({ path, errors, warnings }) => [path, [...errors, ...warnings].map(({ rule }) => rule).join()],
    );

  expect(await checked(1)).toEqual([
    ['pipeline.sql', 'conflict-marker'],
    ['a.sql', 'mixed-line-endings'],
  ]);
  expect(await checked(2)).toEqual([]);
});

test('a file of a version that is gone for good is named, and the others are checked', async () => {
  const params = await saved({ 'pipeline.sql': 'SELECT 1\r\nFROM b\n', 'a.sql': 'SELECT 1\n' });
  const { body } = await api.ok('publishVersion', { params, body: { message: 'One' } });
  await drafts.deleteFile(params, 'a.sql', body.published_versions[`${keyPrefix(params)}a.sql`]);

  const { files } = (await api.ok('checkDraft', { params, query: { version: 1 } })).body;

  expect(files.map(({ path, warnings }) => [path, warnings.map(({ rule }) => rule)])).toEqual([
    ['pipeline.sql', ['mixed-line-endings']],
    ['a.sql', ['not-read']],
  ]);
});
