// The snapshots of a VersionStore, each in one or more items that never change.
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredSnapshot } from '../../domain/snapshot.ts';
import type { VersionStore } from '../../ports/version-store.ts';
import { joinParts } from '../join-parts.ts';
import { batchGet } from './batch-get.ts';
import { unlessConditionFails } from './request.ts';
import { fromSnapshotItem, partsOf, snapshotKey, toSnapshotItem } from './snapshot-items.ts';

export function createSnapshots(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<VersionStore, 'storeSnapshot' | 'readSnapshots'> {
  return {
    async storeSnapshot(pipeline, { id, files }) {
      const parts = partsOf(files);
      const puts = parts.map((pins, part) => {
        const command = new PutCommand({
          TableName: tableName,
          Item: toSnapshotItem(pipeline, id, part, pins),
          ConditionExpression: 'attribute_not_exists(pk)',
        });
        return unlessConditionFails(() => client.send(command)); // it is there already: nothing to do
      });
      await Promise.all(puts);
      return { id, parts: parts.length };
    },

    async readSnapshots(pipeline, snapshots) {
      const keys = distinct(snapshots).flatMap(({ id, parts }) =>
        Array.from({ length: parts }, (_, part) => snapshotKey(pipeline, id, part)),
      );
      const found = await batchGet(client, tableName, keys);
      return joinParts(snapshots, (id, part) => {
        const item = found.get(snapshotKey(pipeline, id, part).sk);
        return item && fromSnapshotItem(item);
      });
    },
  };
}

function distinct(snapshots: readonly StoredSnapshot[]): readonly StoredSnapshot[] {
  return [...new Map(snapshots.map((snapshot) => [snapshot.id, snapshot])).values()];
}
