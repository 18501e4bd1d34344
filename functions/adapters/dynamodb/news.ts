// The news of a VersionStore: one query of an index, newest first. A version stands there twice while it is current and
// in history already; both say the same, at the same place.
import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { type News, newsOfFreeze, newsOfVersion } from '../../domain/news.ts';
import type { NewsRange, VersionStore } from '../../ports/version-store.ts';
import { fromActMap, fromVersionMap, type Item, NEWS_PARTITION, subjectOf } from './items.ts';
import { pages, sizeOf } from './pages.ts';
import { NEWS_INDEX } from './table.ts';

export function createNews(client: DynamoDBDocumentClient, tableName: string): Pick<VersionStore, 'news'> {
  return {
    async *news(range) {
      let last = '';
      for await (const item of pages(newsPages(client, tableName, range))) {
        const place = item.news_at as string;
        if (place !== last) yield { place, news: fromNewsItem(item) };
        last = place;
      }
    },
  };
}

function newsPages(client: DynamoDBDocumentClient, tableName: string, { before, ...range }: NewsRange) {
  return paginateQuery(
    { client, ...sizeOf(range) },
    {
      TableName: tableName,
      IndexName: NEWS_INDEX,
      KeyConditionExpression: `#news = :news${before === undefined ? '' : ' AND #news_at < :before'}`,
      ExpressionAttributeNames: { '#news': 'news', ...(before !== undefined && { '#news_at': 'news_at' }) },
      ExpressionAttributeValues: {
        ':news': NEWS_PARTITION,
        ...(before !== undefined && { ':before': before }),
      },
      ScanIndexForward: false,
    },
  );
}

function fromNewsItem(item: Item): News {
  const subject = subjectOf(item.pk);
  const version = item.version ?? item.current;
  if (version === undefined) return newsOfFreeze(subject, fromActMap(item.act));
  if (typeof subject === 'string') throw new Error(`the namespace ${subject} cannot have a version`);
  return newsOfVersion(subject, fromVersionMap(version));
}
