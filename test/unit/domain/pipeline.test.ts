import { expect, test } from 'vitest';
import { keyPrefix, type Pipeline, pipelineId, pipelineOfKey } from '../../../functions/domain/pipeline.ts';

const orders: Pipeline = { namespace: 'default', layer: 'silver', name: 'clean_orders' };

test('the id of a pipeline follows from its names and stays the same from release to release', () => {
  expect(pipelineId(orders)).toBe('39d4cc72-62b0-5311-84ee-e748805e570b');
  expect(pipelineId({ ...orders, layer: 'gold' })).not.toBe(pipelineId(orders));
});

test('every file under the prefix belongs to the pipeline', () => {
  for (const path of ['pipeline.sql', 'tests/quality/a b+c.sql', 'ünï/数据', 'line\nbreak']) {
    expect(pipelineOfKey(keyPrefix(orders) + path)).toEqual(orders);
  }
});

test.each([
  'default/pipelines/silver/clean_orders/',
  'default/pipelines/silver/clean_orders/tests/',
  'default/pipelines/silver/clean_orders',
  'default/pipelines/copper/clean_orders/pipeline.sql',
  'Default/pipelines/silver/clean_orders/pipeline.sql',
  'default/other/silver/clean_orders/pipeline.sql',
  'a/default/pipelines/silver/clean_orders/pipeline.sql',
  '/pipelines/silver/clean_orders/pipeline.sql',
  'pipeline.sql',
  'default/pipelines/silver//pipeline.sql',
  'default/pipelines/silver/Orders/pipeline.sql',
  'default/pipelines/silver/orders!/pipeline.sql',
  `default/pipelines/silver/${'o'.repeat(129)}/pipeline.sql`,
])('%s is no pipeline file', (key) => {
  expect(pipelineOfKey(key)).toBeNull();
});
