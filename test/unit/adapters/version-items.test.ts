// Items of earlier releases, as this one reads them.
import { expect, test } from 'vitest';
import { fromVersionItem, toVersionItem } from '../../../functions/adapters/dynamodb/items.ts';
import { newPipeline, versionWith } from '../../contract/samples.ts';

test('a version of a release without checks is incomplete', () => {
  const version = versionWith(null);
  const item = toVersionItem(newPipeline(), version);
  const { checks: _, ...older } = item.version;

  expect(fromVersionItem(item)).toEqual(version);
  expect(fromVersionItem({ ...item, version: older })).toEqual({ ...version, checks: 'incomplete' });
});

test('a version of a release that did not keep its source has none, and is written again as it was', () => {
  const pipeline = newPipeline();
  const item = toVersionItem(pipeline, versionWith(null));
  const { source, ...older } = item.version;

  const version = fromVersionItem({ ...item, version: older });

  expect([source, version.source]).toEqual(['pipeline.sql', null]);
  expect(toVersionItem(pipeline, version)).toEqual({ ...item, version: older });
});
