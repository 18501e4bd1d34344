// What a publish is compared with: the way that comes to mind first. List the objects, ask for one version ID after
// another, read the number of the last version, write the next one. Nothing proves that the files ever stood like
// this together, and of two at once the later overwrites the earlier.
import { HeadObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { BUCKET, TABLE } from '../../infra/local/defaults.ts';
import { dynamodbAt, s3At } from '../support/clients.ts';
import type { Server } from './start-server.ts';

export interface PlainWay {
  publish(): Promise<void>;
  close(): void;
}

/** Publishes the files under the prefix, to an item that the service knows nothing of. */
export function createPlainWay({ s3Url, dynamodbUrl }: Server, prefix: string): PlainWay {
  const s3 = s3At(s3Url);
  const dynamodb = DynamoDBDocumentClient.from(dynamodbAt(dynamodbUrl));
  const key = { pk: `PLAIN#${prefix}`, sk: 'STATE' };

  async function listKeys(): Promise<readonly string[]> {
    const keys: string[] = [];
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: BUCKET, Prefix: prefix })) {
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
    }
    return keys;
  }

  async function pin(keys: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const pins: Record<string, string> = {};
    for (const Key of keys) {
      const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket: BUCKET, Key }));
      if (VersionId === undefined) throw new Error(`${Key} has no version ID`);
      pins[Key] = VersionId;
    }
    return pins;
  }

  return {
    async publish() {
      const pins = await pin(await listKeys());
      const { Item } = await dynamodb.send(
        new GetCommand({ TableName: TABLE, Key: key, ConsistentRead: true }),
      );
      const version = {
        number: (Item?.number ?? 0) + 1,
        message: 'A version of the bench',
        created_at: new Date().toISOString(),
        // One text, as the service keeps its pins: nested attributes would take longer.
        published_versions: JSON.stringify(pins),
      };
      await dynamodb.send(new PutCommand({ TableName: TABLE, Item: { ...key, ...version } }));
    },
    close() {
      s3.destroy();
      dynamodb.destroy();
    },
  };
}
