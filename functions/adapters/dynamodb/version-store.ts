// VersionStore on one DynamoDB table. Every read of a pipeline is strongly consistent; every write has a condition.
import type { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  paginateScan,
  type QueryCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { Pipeline } from '../../domain/pipeline.ts';
import type { State } from '../../domain/state.ts';
import type { HistoryRange, PipelineRange, UpdateResult, VersionStore } from '../../ports/version-store.ts';
import { createFreezes } from './freezes.ts';
import * as items from './items.ts';
import { createKeys } from './keys.ts';
import { createNews } from './news.ts';
import { pages, sizeOf } from './pages.ts';
import { createReleaseNotes } from './releases.ts';
import { ask, itemOf, unlessConditionFails } from './request.ts';
import { createRuns } from './runs.ts';
import { createSnapshots } from './snapshots.ts';
import { stateUpdate } from './state-update.ts';
import { PIPELINE_INDEX } from './table.ts';

export function createDynamoVersionStore(client: DynamoDBDocumentClient, tableName: string): VersionStore {
  const get = (key: items.Item) =>
    ask(() => client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true })));

  async function readState(pipeline: Pipeline): Promise<State | null> {
    const { Item } = await get(items.stateKey(pipeline));
    return Item ? items.fromStateItem(Item) : null;
  }

  async function failed(pipeline: Pipeline, failure: ConditionalCheckFailedException): Promise<UpdateResult> {
    const item = itemOf(failure);
    return { updated: false, state: item ? items.fromStateItem(item) : await readState(pipeline) };
  }

  return {
    readState,

    async update(pipeline, change, expected) {
      const command = new UpdateCommand(stateUpdate(tableName, pipeline, change, expected));
      const failure = await unlessConditionFails(() => client.send(command));
      return failure ? failed(pipeline, failure) : { updated: true };
    },

    async archive(pipeline, version) {
      const command = new PutCommand({
        TableName: tableName,
        Item: items.toVersionItem(pipeline, version),
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      await unlessConditionFails(() => client.send(command)); // it is there already: nothing to do
    },

    async readArchived(pipeline, number) {
      const { Item } = await get(items.versionKey(pipeline, number));
      return Item ? items.fromVersionItem(Item) : null;
    },

    async *history(pipeline, range) {
      if (isEmpty(range)) return;
      for await (const item of pages(
        paginateQuery({ client, ...sizeOf(range) }, historyQuery(tableName, pipeline, range)),
      )) {
        yield items.fromVersionItem(item);
      }
    },

    ...createSnapshots(client, tableName),
    ...createKeys(client, tableName),
    ...createFreezes(client, tableName),
    ...createNews(client, tableName),
    ...createRuns(client, tableName),
    ...createReleaseNotes(client, tableName),

    async *pipelines(range) {
      for await (const item of pages(pipelinePages(client, tableName, range)))
        yield items.fromIndexItem(item);
    },

    async check() {
      await get({ pk: 'HEALTH', sk: 'HEALTH' });
    },
  };
}

// DynamoDB refuses a BETWEEN whose ends are the wrong way round.
function isEmpty({ below, above = 0 }: HistoryRange): boolean {
  return below - above < 2;
}

function historyQuery(
  tableName: string,
  pipeline: Pipeline,
  { below, above = 0 }: HistoryRange,
): QueryCommandInput {
  return {
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :oldest AND :newest',
    ExpressionAttributeValues: {
      ':pk': items.partition(pipeline),
      ':oldest': items.versionSortKey(above + 1),
      ':newest': items.versionSortKey(below - 1),
    },
    ScanIndexForward: false,
    ConsistentRead: true,
  };
}

function pipelinePages(client: DynamoDBDocumentClient, tableName: string, range: PipelineRange) {
  const { namespace, layer, after } = range;
  const start = after && { ...items.stateKey(after), ...items.indexKey(after) };
  const source = { TableName: tableName, IndexName: PIPELINE_INDEX };
  const config = { client, ...(start && { startingToken: start }), ...sizeOf(range) };
  if (namespace === undefined) return paginateScan(config, source);
  return paginateQuery(config, {
    ...source,
    KeyConditionExpression: `#namespace = :namespace${layer ? ' AND begins_with(layer_name, :layer)' : ''}`,
    ExpressionAttributeNames: { '#namespace': 'namespace' },
    ExpressionAttributeValues: { ':namespace': namespace, ...(layer && { ':layer': `${layer}/` }) },
  });
}
