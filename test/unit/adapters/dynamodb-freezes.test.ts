// News of freezes whose author died between its two writes.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { createDynamoVersionStore } from '../../../functions/adapters/dynamodb/version-store.ts';
import { freezing, lifting } from '../../../functions/domain/freeze.ts';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const dynamodb = mockClient(client);
beforeEach(() => dynamodb.reset());
const store = createDynamoVersionStore(client, 'table');

const pipeline = { namespace: 'default', layer: 'silver', name: 'orders' } as const;
const at = new Date('2026-05-05T12:00:00.250Z');
const freeze = { reason: 'r', frozenBy: 'ada', frozenAt: at, until: new Date('2026-05-06T12:00:00Z') };

test('the next one tells of the act that it replaces, too', async () => {
  const earlier = { at: '2026-05-05T11:00:00.000Z', by: 'ben', freeze: null };
  dynamodb
    .on(UpdateCommand)
    .resolvesOnce({ Attributes: { act: earlier } })
    .resolves({});

  await store.setFreeze(pipeline, freezing(freeze));

  const told = dynamodb.commandCalls(UpdateCommand).slice(1);
  expect(told.map(({ args }) => args[0].input.Key?.sk).toSorted()).toEqual([
    'FREEZE#2026-05-05T11:00:00.000Z#lifted',
    'FREEZE#2026-05-05T12:00:00.250Z#frozen',
  ]);
});

test('lifting a freeze that is lifted already writes the news of the first lift again', async () => {
  const { ConditionalCheckFailedException } = await import('@aws-sdk/client-dynamodb');
  const act = { M: { at: { S: '2026-05-05T11:00:00.000Z' }, by: { S: 'ben' }, freeze: { NULL: true } } };
  const Item = { pk: { S: 'p' }, act } as const;
  const refusal = new ConditionalCheckFailedException({ $metadata: {}, message: 'not frozen', Item });
  dynamodb.on(UpdateCommand).rejectsOnce(refusal).resolves({});

  expect(await store.setFreeze(pipeline, lifting('eve', at))).toBe(true);

  const told = dynamodb.commandCalls(UpdateCommand).slice(1);
  expect(told.map(({ args }) => args[0].input.ExpressionAttributeValues?.[':act'])).toEqual([
    { at: '2026-05-05T11:00:00.000Z', by: 'ben', freeze: null },
  ]);
});
