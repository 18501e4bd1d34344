// The freezes of a VersionStore: of a pipeline in its state item, of a namespace in an item of its own. Lifting one
// removes the attribute, never the item: no function may delete items.
import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { Freeze } from '../../domain/freeze.ts';
import type { VersionStore } from '../../ports/version-store.ts';
import { fromFreezeItem, type Item, namespaceFreezeKey, stateKey, toFreezeMap } from './items.ts';
import { ask, unlessConditionFails } from './request.ts';

export function createFreezes(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<VersionStore, 'setFreeze' | 'readNamespaceFreeze' | 'setNamespaceFreeze'> {
  return {
    async setFreeze(pipeline, freeze) {
      const update = freezeUpdate(tableName, stateKey(pipeline), freeze);
      const command = new UpdateCommand({ ...update, ConditionExpression: 'attribute_exists(pk)' });
      return (await unlessConditionFails(() => client.send(command))) === null;
    },

    async readNamespaceFreeze(namespace) {
      const Key = namespaceFreezeKey(namespace);
      const command = new GetCommand({ TableName: tableName, Key, ConsistentRead: true });
      const { Item } = await ask(() => client.send(command));
      return Item ? fromFreezeItem(Item) : null;
    },

    async setNamespaceFreeze(namespace, freeze) {
      const update = freezeUpdate(tableName, namespaceFreezeKey(namespace), freeze);
      await ask(() => client.send(new UpdateCommand(update)));
    },
  };
}

/** Exported for the tests of what the deployment grants. */
export function freezeUpdate(tableName: string, Key: Item, freeze: Freeze | null): UpdateCommandInput {
  return {
    TableName: tableName,
    Key,
    UpdateExpression: freeze === null ? 'REMOVE #freeze' : 'SET #freeze = :freeze',
    ExpressionAttributeNames: { '#freeze': 'freeze' },
    ...(freeze !== null && { ExpressionAttributeValues: { ':freeze': toFreezeMap(freeze) } }),
  };
}
