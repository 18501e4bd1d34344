// The news in one change of one item, as the table's stream reports it: the same news, with the same ids, as the feed has.
// Versions and freezes of a pipeline change one item, so the stream has them in the order in which they happened.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { type News, newsOfFreeze, newsOfVersion, PLACE_PATTERN, placeOf } from '../../domain/news.ts';
import type { Pipeline } from '../../domain/pipeline.ts';
import { fromActMap, fromVersionMap, type Item, subjectOf } from './items.ts';
import { NEWS_SORT_KEYS } from './table.ts';

/** Throws an error if the record has no images, or news that cannot be read. */
export function newsOfRecord({ eventName, dynamodb: change }: DynamoDBRecord): readonly News[] {
  if (eventName === 'REMOVE' || !isNewsKey(change?.Keys?.sk?.S)) return [];
  const before = imageOf(change?.OldImage);
  const after = imageOf(change?.NewImage);
  if (after === null || (eventName === 'MODIFY' && before === null))
    throw new Error('the stream has no images: its view type must be NEW_AND_OLD_IMAGES');
  return newsOfChange(before, after);
}

/** At most one version and one freeze or lift. `before` is `null` for a new item. */
export function newsOfChange(before: Item | null, after: Item): readonly News[] {
  if (!isNewsKey(after.sk)) return [];
  const news: News[] = [];
  if (isNewVersion(before?.current, after.current)) news.push(versionIn(after));
  if (isNewAct(before?.act, after.act)) news.push(freezeIn(after));
  for (const one of news) check(one, after);
  return news;
}

const isNewsKey = (sortKey: unknown) => NEWS_SORT_KEYS.some((key) => key === sortKey);

function imageOf(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Item | null {
  return image === undefined ? null : unmarshall(image as Record<string, AttributeValue>);
}

/** Numbers only grow: a smaller one comes from a table that somebody set back by hand. */
function isNewVersion(before: Item | undefined, after: Item | undefined): boolean {
  return after !== undefined && !(after.number <= (before?.number ?? 0));
}

/** Every other change of the item leaves `act` as it was. */
function isNewAct(before: Item | undefined, after: Item | undefined): boolean {
  if (after === undefined || before === undefined) return after !== undefined;
  return before.at !== after.at || isFreeze(before) !== isFreeze(after);
}

const isFreeze = ({ freeze }: Item) => (freeze ?? null) !== null;

function versionIn({ pk, current }: Item): News {
  const subject = subjectOf(pk);
  if (typeof subject === 'string') throw unreadable(pk, 'no pipeline has this key');
  return newsOfVersion(subject satisfies Pipeline, fromVersionMap(current));
}

function freezeIn({ pk, act }: Item): News {
  if (Number.isNaN(Date.parse(act.at))) throw unreadable(pk, 'nothing says when it was frozen or lifted');
  return newsOfFreeze(subjectOf(pk), fromActMap(act));
}

/** What the service writes is always so. */
function check(news: News, { pk }: Item): void {
  const { time, versionNumber, message, createdBy } = news;
  if (Number.isNaN(time.getTime()) || !PLACE_PATTERN.test(placeOf(news)))
    throw unreadable(pk, 'its name or its time is none of ours');
  if (versionNumber !== null && !(Number.isSafeInteger(versionNumber) && versionNumber > 0))
    throw unreadable(pk, 'the number of its version is none of ours');
  if (![message, createdBy].every((text) => text === null || typeof text === 'string'))
    throw unreadable(pk, 'its message or its author is no text');
}

function unreadable(pk: unknown, why: string): Error {
  return new Error(`the item ${pk} changed, and its news cannot be read: ${why}`);
}
