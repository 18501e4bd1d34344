// What a VersionStore remembers of idempotency keys: an item for each, which DynamoDB deletes some time after it has
// expired. Until then it counts as absent.
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  type PutCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { isExpired, type RememberedKey } from '../../domain/idempotency.ts';
import type { Pipeline } from '../../domain/pipeline.ts';
import type { ClaimedKey, VersionNumber } from '../../domain/version.ts';
import type { VersionStore } from '../../ports/version-store.ts';
import { fromSeconds, type Item, partition, toSeconds } from './items.ts';
import { ask, itemOf, unlessConditionFails } from './request.ts';

export function createKeys(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<VersionStore, 'claimKey' | 'readKey' | 'recordNumber'> {
  async function readKey(pipeline: Pipeline, key: string, now: Date): Promise<RememberedKey | null> {
    const command = new GetCommand({
      TableName: tableName,
      Key: requestKey(pipeline, key),
      ConsistentRead: true,
    });
    const { Item } = await ask(() => client.send(command));
    const remembered = Item ? fromRequestItem(key, Item) : null;
    return remembered === null || isExpired(remembered.claim, now) ? null : remembered;
  }

  async function claimKey(pipeline: Pipeline, claim: ClaimedKey, now: Date): Promise<RememberedKey> {
    const command = new PutCommand(claimPut(tableName, pipeline, claim, now));
    const failure = await unlessConditionFails(() => client.send(command));
    if (failure === null) return { claim, number: null };
    const item = itemOf(failure);
    if (item !== null) return fromRequestItem(claim.key, item);
    // Deleted since, or expired at this very moment: claim it again.
    return (await readKey(pipeline, claim.key, now)) ?? claimKey(pipeline, claim, now);
  }

  return {
    readKey,
    claimKey,
    async recordNumber(pipeline, claim, number) {
      const command = new UpdateCommand(numberUpdate(tableName, pipeline, claim, number));
      await unlessConditionFails(() => client.send(command)); // forgotten, or claimed anew: nothing to record
    },
  };
}

const requestKey = (pipeline: Pipeline, key: string) => ({
  pk: partition(pipeline),
  sk: `REQUEST#${key}`,
});

function claimPut(
  tableName: string,
  pipeline: Pipeline,
  { key, inputHash, expiresAt }: ClaimedKey,
  now: Date,
): PutCommandInput {
  return {
    TableName: tableName,
    Item: { ...requestKey(pipeline, key), input_hash: inputHash, expires: toSeconds(expiresAt) },
    ConditionExpression: 'attribute_not_exists(pk) OR #expires <= :now',
    ExpressionAttributeNames: { '#expires': 'expires' },
    ExpressionAttributeValues: { ':now': toSeconds(now) },
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

/** Exported for the tests of what the deployment grants. */
export function numberUpdate(
  tableName: string,
  pipeline: Pipeline,
  { key, expiresAt }: ClaimedKey,
  number: VersionNumber,
): UpdateCommandInput {
  return {
    TableName: tableName,
    Key: requestKey(pipeline, key),
    UpdateExpression: 'SET #number = :number',
    ConditionExpression: '#expires = :expires',
    ExpressionAttributeNames: { '#number': 'number', '#expires': 'expires' },
    ExpressionAttributeValues: { ':number': number, ':expires': toSeconds(expiresAt) },
  };
}

function fromRequestItem(key: string, item: Item): RememberedKey {
  return {
    claim: { key, inputHash: item.input_hash, expiresAt: fromSeconds(item.expires) },
    number: (item.number ?? null) as VersionNumber | null,
  };
}
