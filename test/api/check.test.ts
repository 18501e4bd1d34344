// GET P/check: what is wrong with the draft.
import { expect, test } from 'vitest';
import type { Pipeline } from '../../functions/domain/pipeline.ts';
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
