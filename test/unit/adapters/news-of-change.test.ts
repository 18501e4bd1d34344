// Records of the table's stream, made of the items that the adapter writes.
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import {
  type Item,
  namespaceFreezeKey,
  newsKey,
  stateKey,
  toActMap,
  toDraftMap,
  toFreezeMap,
  toVersionItem,
  toVersionMap,
} from '../../../functions/adapters/dynamodb/items.ts';
import { newsOfRecord } from '../../../functions/adapters/dynamodb/news-of-change.ts';
import { type FreezeAct, freezing, lifting } from '../../../functions/domain/freeze.ts';
import { newsOfFreeze, newsOfVersion } from '../../../functions/domain/news.ts';
import type { Pipeline } from '../../../functions/domain/pipeline.ts';
import type { VersionNumber, VersionRecord } from '../../../functions/domain/version.ts';
import { draftWith, versionWith } from '../../contract/samples.ts';

const PIPELINE: Pipeline = { namespace: 'default', layer: 'silver', name: 'orders' };
const AT = new Date('2026-05-05T12:00:00.250Z');
const FREEZE = { reason: 'Close', frozenBy: 'ada', frozenAt: AT, until: new Date('2026-05-06T12:00:00Z') };
const frozen = freezing(FREEZE);
const lifted = lifting('ben', new Date('2026-05-05T13:00:00Z'));

const first = versionWith(null);
const second = versionWith(first);
const back = versionWith(second, { rollbackOf: 1 as VersionNumber });

/** A state item, as publishes, observations and freezes leave it. */
function state(current: VersionRecord | null, act?: FreezeAct, revision = 1): Item {
  return {
    ...stateKey(PIPELINE),
    draft: toDraftMap(draftWith('SELECT 1')),
    revision,
    ...(current && { current: toVersionMap(current), ...newsKey(newsOfVersion(PIPELINE, current)) }),
    ...(act && { act: toActMap(act) }),
    ...(act?.freeze && { freeze: toFreezeMap(act.freeze) }),
  };
}

const namespace = (act: FreezeAct): Item => ({ ...namespaceFreezeKey('default'), act: toActMap(act) });

const image = (item: Item) =>
  marshall(item, { removeUndefinedValues: true }) as Record<string, AttributeValue>;

/** As Lambda passes it. */
function record(before: Item | null, after: Item | null): DynamoDBRecord {
  const { pk, sk } = after ?? before ?? {};
  const eventName = before === null ? 'INSERT' : after === null ? 'REMOVE' : 'MODIFY';
  return {
    eventName,
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: image({ pk, sk }),
      ...(before && { OldImage: image(before) }),
      ...(after && { NewImage: image(after) }),
    },
  } as DynamoDBRecord;
}

describe('a version is news', () => {
  test.each([
    ['of a pipeline that was never observed', null, state(first), first],
    ['of a pipeline that had a draft alone', state(null), state(first), first],
    ['that follows another', state(first), state(second), second],
    ['that goes back', state(second), state(back), back],
    ['in a pipeline with a freeze that has ended', state(first, frozen), state(second, frozen), second],
    ['after numbers that nobody saw', state(first), state(back), back],
  ])('%s', (_, before, after, version) => {
    expect(newsOfRecord(record(before, after))).toEqual([newsOfVersion(PIPELINE, version)]);
  });

  test('of a release that knew neither checks nor overridden freezes', () => {
    const { checks, overrode_freeze, created_by_subject, ...older } = toVersionMap(first);
    const [news] = newsOfRecord(record(state(null), { ...state(null), current: older }));

    expect(news).toEqual(newsOfVersion(PIPELINE, { ...first, checks: 'incomplete' }));
  });
});

describe('a freeze or a lift is news', () => {
  test.each([
    ['a freeze', state(first), state(first, frozen), newsOfFreeze(PIPELINE, frozen)],
    ['of a draft that was never published', state(null), state(null, frozen), newsOfFreeze(PIPELINE, frozen)],
    ['a lift', state(first, frozen), state(first, lifted), newsOfFreeze(PIPELINE, lifted)],
    [
      'a lift within the millisecond of its freeze',
      state(first, frozen),
      state(first, lifting('ada', AT)),
      newsOfFreeze(PIPELINE, lifting('ada', AT)),
    ],
    ['of a namespace', null, namespace(frozen), newsOfFreeze('default', frozen)],
    ['a lift of a namespace', namespace(frozen), namespace(lifted), newsOfFreeze('default', lifted)],
  ])('%s', (_, before, after, news) => {
    expect(newsOfRecord(record(before, after))).toEqual([news]);
  });
});

describe('nothing is news of', () => {
  const expired = { pk: stateKey(PIPELINE).pk, sk: 'REQUEST#key', input_hash: 'h', expires: 1 };
  test.each([
    ['an observation of the draft', state(first), state(first, undefined, 2)],
    ['an observation during a freeze', state(first, frozen), state(first, frozen, 2)],
    ['a first observation', null, state(null)],
    ['a copy into history', null, toVersionItem(PIPELINE, first)],
    ['an idempotency key', null, expired],
    ['an idempotency key that expired', expired, null],
    ['an item that somebody removed', state(first), null],
    ['a number that somebody set back', state(second), state(first)],
    [
      'a change by a release that kept no act',
      state(first),
      { ...state(first), freeze: toFreezeMap(FREEZE) },
    ],
  ])('%s', (_, before, after) => {
    expect(newsOfRecord(record(before, after))).toEqual([]);
  });
});

test('a record that comes again has the same news with the same ids', () => {
  const again = () => newsOfRecord(record(state(first), state(second)));

  expect(again()).toEqual(again());
});

describe('what cannot be read is an error', () => {
  const damaged = (change: object) => record(state(first), { ...state(second), ...change });
  const current = toVersionMap(second);
  test.each([
    ['a version without a number', damaged({ current: { ...current, number: undefined } })],
    ['a number that is a text', damaged({ current: { ...current, number: 'two' } })],
    ['half a number', damaged({ current: { ...current, number: 2.5 } })],
    ['a time that is none', damaged({ current: { ...current, created_at: 'yesterday' } })],
    ['a message that is none', damaged({ current: { ...current, message: 7 } })],
    ['an act without a time', damaged({ current, act: { by: 'ada', freeze: null } })],
    ['a version of a namespace', record(null, { ...state(first), pk: 'NAMESPACE#default' })],
    ['a name that is none', record(null, { ...state(first), pk: 'PIPELINE#A/silver/b c' })],
  ])('%s', (_, change) => {
    expect(() => newsOfRecord(change)).toThrow('cannot be read');
  });

  test.each(['OldImage', 'NewImage'] as const)('a stream without %s', (missing) => {
    const { dynamodb, ...rest } = record(state(first), state(second));
    const { [missing]: _, ...others } = dynamodb ?? {};

    expect(() => newsOfRecord({ ...rest, dynamodb: others })).toThrow('NEW_AND_OLD_IMAGES');
  });
});
