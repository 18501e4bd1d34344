// The runs of a VersionStore: one item for each version that was run, in a partition of its own beside the pipeline's. So a
// function that notes runs has no right to write to versions, and reports take none of the pipeline's write capacity.
import { type DynamoDBDocumentClient, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { displayName, type Pipeline } from '../../domain/pipeline.ts';
import { expiryOf, type Run, type RunState, type Runs } from '../../domain/runs.ts';
import type { VersionStore } from '../../ports/version-store.ts';
import { batchGet } from './batch-get.ts';
import { type Item, toSeconds, versionSortKey } from './items.ts';
import { unlessConditionFails } from './request.ts';
import { RUNS_PREFIX } from './table.ts';

export function createRuns(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<VersionStore, 'readRuns' | 'storeRuns'> {
  return {
    async readRuns(pipeline, numbers) {
      const keys = numbers.map((number) => runsKey(pipeline, number));
      const found = await batchGet(client, tableName, keys);
      return new Map(
        numbers.flatMap((number) => {
          const item = found.get(versionSortKey(number));
          return item === undefined ? [] : [[number, fromRunsItem(item)] as const];
        }),
      );
    },

    async storeRuns(pipeline, number, runs) {
      const command = new PutCommand(runsPut(tableName, pipeline, number, runs));
      return (await unlessConditionFails(() => client.send(command))) === null;
    },
  };
}

/** Exported for the tests of what the deployment grants. */
export function runsPut(tableName: string, pipeline: Pipeline, number: number, runs: Runs): PutCommandInput {
  const isFirst = runs.revision === 1;
  return {
    TableName: tableName,
    Item: toRunsItem(pipeline, number, runs),
    ConditionExpression: isFirst ? 'attribute_not_exists(pk)' : '#revision = :before',
    ...(!isFirst && {
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':before': runs.revision - 1 },
    }),
  };
}

const runsKey = (pipeline: Pipeline, number: number) => ({
  pk: `${RUNS_PREFIX}${displayName(pipeline)}`,
  sk: versionSortKey(number),
});

function toRunsItem(pipeline: Pipeline, number: number, { revision, count, newest }: Runs): Item {
  const [last] = newest;
  return {
    ...runsKey(pipeline, number),
    revision,
    count,
    newest: newest.map(toRunMap),
    ...(last !== undefined && { expires: Math.ceil(toSeconds(expiryOf(last.reportedAt))) }),
  };
}

function toRunMap({ id, state, url, reportedAt, reportedBy }: Run): Item {
  return { id, state, url, reported_at: reportedAt.toISOString(), reported_by: reportedBy };
}

function fromRunsItem({ revision, count, newest }: Item): Runs {
  return { revision, count, newest: (newest as readonly Item[]).map(fromRunMap) };
}

function fromRunMap({ id, state, url, reported_at: reportedAt, reported_by: reportedBy }: Item): Run {
  return { id, state: state as RunState, url, reportedAt: new Date(reportedAt), reportedBy };
}
