// A data directory of an earlier release: its table has no index of news, and gets it at the next start.
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { TABLE_SCHEMA } from '../../../../functions/adapters/dynamodb/table.ts';
import { createDynamoVersionStore } from '../../../../functions/adapters/dynamodb/version-store.ts';
import { startDynamoDbServer } from '../../../../infra/local/embedded/dynamodb-server.ts';
import { provideTable } from '../../../../infra/local/provision/table.ts';
import { newPipeline, observedIn, versionWith } from '../../../contract/samples.ts';
import { dynamodbAt } from '../../../support/clients.ts';
import { newDir } from '../support/new-dir.ts';

test('the embedded table gets the index, keeps what it has, and has news of what comes after', async () => {
  const dataDir = await newDir();
  const dynamodb = await openedAt(dataDir);
  const { GlobalSecondaryIndexes, AttributeDefinitions, ...schema } =
    TABLE_SCHEMA as unknown as CreateTableCommandInput;
  await dynamodb.client.send(
    new CreateTableCommand({
      ...schema,
      TableName: 'older',
      AttributeDefinitions: AttributeDefinitions?.slice(0, 4),
      GlobalSecondaryIndexes: GlobalSecondaryIndexes?.slice(0, 1),
    }),
  );
  await waitUntilTableExists(
    { client: dynamodb.client, maxWaitTime: 60, minDelay: 1 },
    { TableName: 'older' },
  );
  const before = createDynamoVersionStore(DynamoDBDocumentClient.from(dynamodb.client), 'older');
  const pipeline = await observedIn(before, newPipeline());
  await dynamodb.close();

  const { client } = await openedAt(dataDir);
  await provideTable(client, 'older');
  await provideTable(client, 'older');
  const store = createDynamoVersionStore(DynamoDBDocumentClient.from(client), 'older');
  await store.update(pipeline, { current: versionWith(null) }, { number: 0 });

  const news = await Array.fromAsync(store.news({}));
  const pipelines = await Array.fromAsync(store.pipelines({}));
  expect(news.map(({ news: one }) => [one.pipeline, one.versionNumber])).toEqual([[pipeline, 1]]);
  expect(pipelines.map((one) => one.pipeline)).toEqual([pipeline]);
});

async function openedAt(dataDir: string) {
  const server = await startDynamoDbServer({ dataDir, port: 0 });
  const client = dynamodbAt(server.url);
  const close = async () => {
    client.destroy();
    await server.close();
  };
  let closed: Promise<void> | undefined;
  const closeOnce = () => (closed ??= close());
  onTestFinished(closeOnce);
  return { client, close: closeOnce };
}
