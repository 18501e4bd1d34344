// Changes of the table as events of a function, by the table's stream.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  EventSourceMapping,
  type EventSourceMappingOptions,
  FilterCriteria,
  FilterRule,
  type Function as LambdaFunction,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Storage } from './storage.ts';

// All four are asked for when the mapping is made.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.Tutorial.html
const ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

export interface TableStreamProps
  extends Pick<EventSourceMappingOptions, 'batchSize' | 'parallelizationFactor' | 'onFailure'> {
  readonly fn: LambdaFunction;
  readonly storage: Storage;
  /** Of the items whose changes it gets. Snapshots, history and keys are most of the changes. */
  readonly sortKeys: readonly string[];
}

/**
 * What fails comes again until the stream has it no more, after a day. From its beginning: a stream that is new has
 * nothing older than this.
 */
export function readTableStream(
  scope: Construct,
  id: string,
  { fn, storage, sortKeys, ...options }: TableStreamProps,
): void {
  const eventSourceArn = storage.table.tableStreamArn ?? '';
  const actions = ACTIONS.map((name) => `dynamodb:${name}`);
  fn.addToRolePolicy(new PolicyStatement({ actions, resources: [eventSourceArn] }));
  new EventSourceMapping(scope, id, {
    target: fn,
    eventSourceArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    ...options,
    filters: [FilterCriteria.filter({ dynamodb: { Keys: { sk: { S: FilterRule.or(...sortKeys) } } } })],
  });
}
