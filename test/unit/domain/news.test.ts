import { expect, test } from 'vitest';
import { freezing, lifting } from '../../../functions/domain/freeze.ts';
import { newsOfFreeze, newsOfVersion, PLACE_PATTERN, placeOf } from '../../../functions/domain/news.ts';
import type { Pipeline } from '../../../functions/domain/pipeline.ts';
import type { VersionNumber } from '../../../functions/domain/version.ts';
import { versionWith } from '../../contract/samples.ts';

const PIPELINE: Pipeline = { namespace: 'default', layer: 'silver', name: 'orders' };
const AT = new Date('2026-05-05T12:00:00.250Z');
const freeze = {
  reason: 'Month-end close',
  frozenBy: 'ada',
  frozenAt: AT,
  until: new Date('2026-05-06T12:00:00Z'),
};

const first = versionWith(null);
const second = versionWith(first, { rollbackOf: 1 as VersionNumber, checks: 'partial' });

test('a version is published, or rolled back, and says what it replaced', () => {
  expect(newsOfVersion(PIPELINE, first)).toMatchObject({
    type: 'version.published',
    time: first.createdAt,
    versionNumber: 1,
    previous: null,
    rollbackOf: null,
    checks: 'passed',
  });
  expect(newsOfVersion(PIPELINE, second)).toMatchObject({
    type: 'version.rolled_back',
    versionNumber: 2,
    previous: 1,
    rollbackOf: 1,
    checks: 'incomplete',
  });
});

test('a freeze says why and until when, and a lift who lifted it', () => {
  expect(newsOfFreeze(PIPELINE, freezing(freeze))).toMatchObject({
    ...{ type: 'pipeline.frozen', time: AT, message: 'Month-end close', createdBy: 'ada' },
    ...{ until: freeze.until, namespace: 'default', pipeline: PIPELINE, versionNumber: null },
  });
  expect(newsOfFreeze('default', lifting('ben', AT))).toMatchObject({
    ...{ type: 'namespace.unfrozen', time: AT, message: null, createdBy: 'ben', until: null },
    ...{ namespace: 'default', pipeline: null },
  });
});

test('the same happening has one id, and no two happenings have the same', () => {
  const all = () => [
    newsOfVersion(PIPELINE, first),
    newsOfVersion(PIPELINE, second),
    newsOfVersion({ ...PIPELINE, name: 'other' }, first),
    newsOfFreeze(PIPELINE, freezing(freeze)),
    newsOfFreeze(PIPELINE, lifting('ada', AT)),
    newsOfFreeze(PIPELINE, lifting('ada', freeze.until)),
    newsOfFreeze('default', freezing(freeze)),
  ];
  const ids = all().map(({ id }) => id);

  expect(all().map(({ id }) => id)).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(all().map(placeOf)).size).toBe(ids.length);
  for (const news of all()) expect(placeOf(news)).toMatch(PLACE_PATTERN);
});

test('places sort by time, and versions of one millisecond by number', () => {
  const nine = newsOfVersion(PIPELINE, { ...first, number: 9 as VersionNumber });
  const ten = newsOfVersion(PIPELINE, { ...first, number: 10 as VersionNumber });
  const later = { ...nine, time: new Date(first.createdAt.getTime() + 1) };

  expect([later, ten, nine].map(placeOf).toSorted()).toEqual([nine, ten, later].map(placeOf));
});

test('the longest names have a place that a cursor can hold', () => {
  const longest: Pipeline = { namespace: 'n'.repeat(128), layer: 'silver', name: 'p'.repeat(128) };

  expect(placeOf(newsOfFreeze(longest, lifting(null, AT)))).toMatch(PLACE_PATTERN);
  expect(placeOf(newsOfFreeze(longest.namespace, lifting(null, AT)))).toMatch(PLACE_PATTERN);
});
