// The table's shape: what the adapter relies on and what infra/ creates (docs/design.md, "Data").

export const TABLE_SCHEMA = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'namespace', AttributeType: 'S' },
    { AttributeName: 'layer_name', AttributeType: 'S' },
    { AttributeName: 'news', AttributeType: 'S' },
    { AttributeName: 'news_at', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  GlobalSecondaryIndexes: [
    {
      // Sparse: only state items carry these two attributes.
      IndexName: 'pipelines',
      KeySchema: [
        { AttributeName: 'namespace', KeyType: 'HASH' },
        { AttributeName: 'layer_name', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['current', 'draft'] },
    },
    {
      // Sparse as well: state items of pipelines that were published, history, and what was done to freezes.
      IndexName: 'news',
      KeySchema: [
        { AttributeName: 'news', KeyType: 'HASH' },
        { AttributeName: 'news_at', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['current', 'version', 'act'] },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} as const;

/** Of the item that a pipeline's versions become visible by, and of that of a namespace's freeze. */
export const STATE_SORT_KEY = 'STATE';
export const FREEZE_SORT_KEY = 'FREEZE';

export const PIPELINE_INDEX = 'pipelines';
export const NEWS_INDEX = 'news';

/** Sort keys of the items whose changes are news; history and acts repeat them. */
export const NEWS_SORT_KEYS = [STATE_SORT_KEY, FREEZE_SORT_KEY] as const;

/** Of the partitions that hold the runs of versions: the rights to write them are by partition. */
export const RUNS_PREFIX = 'RUNS#';

/** In seconds since 1970: when DynamoDB may delete an item. Only idempotency keys and runs have it. */
export const TTL_ATTRIBUTE = 'expires';
