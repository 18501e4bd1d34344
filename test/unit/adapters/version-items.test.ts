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
