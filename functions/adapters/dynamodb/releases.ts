// Where the releases of versions are: an item for each, beside the pipeline's versions.
import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { VersionStore } from '../../ports/version-store.ts';
import { releaseKey } from './items.ts';
import { ask } from './request.ts';

export function createReleaseNotes(
  client: DynamoDBDocumentClient,
  TableName: string,
): Pick<VersionStore, 'recordRelease' | 'readRelease'> {
  return {
    async recordRelease(pipeline, number, { location, manifest }) {
      // An update, since a put could replace any item.
      const command = new UpdateCommand({
        TableName,
        Key: releaseKey(pipeline, number),
        UpdateExpression: 'SET #release = :release',
        ExpressionAttributeNames: { '#release': 'release' },
        ExpressionAttributeValues: { ':release': { location, manifest } },
      });
      await ask(() => client.send(command));
    },

    async readRelease(pipeline, number) {
      const command = new GetCommand({ TableName, Key: releaseKey(pipeline, number), ConsistentRead: true });
      const { Item } = await ask(() => client.send(command));
      return Item?.release ?? null;
    },
  };
}
