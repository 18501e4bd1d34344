// The freezes of a VersionStore: of a pipeline in its state item, of a namespace in an item of its own. Lifting one
// removes the attribute, never the item: no function may delete items.
//
// What was done is kept beside the freeze as `act`, by the same update, and then in an item of its own, which is news.
// The update returns the act that it replaces, and that one's item is written again: so an act whose author died
// between the two writes becomes news with the next one.
import {
  type DynamoDBDocumentClient,
  GetCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type { FreezeAct } from '../../domain/freeze.ts';
import { newsOfFreeze } from '../../domain/news.ts';
import type { Pipeline } from '../../domain/pipeline.ts';
import type { VersionStore } from '../../ports/version-store.ts';
import {
  fromActMap,
  fromFreezeItem,
  type Item,
  namespaceFreezeKey,
  newsKey,
  stateKey,
  toActMap,
  toFreezeMap,
} from './items.ts';
import { ask, itemOf, unlessConditionFails } from './request.ts';

/** A pipeline, or a namespace. */
type Subject = Pipeline | string;

export function createFreezes(
  client: DynamoDBDocumentClient,
  tableName: string,
): Pick<VersionStore, 'setFreeze' | 'readNamespaceFreeze' | 'setNamespaceFreeze'> {
  async function read(Key: Item): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: tableName, Key, ConsistentRead: true });
    return (await ask(() => client.send(command))).Item;
  }

  async function tell(subject: Subject, act: FreezeAct): Promise<void> {
    await ask(() => client.send(new UpdateCommand(actUpdate(tableName, subject, act))));
  }

  /** The item that was there if it was left as it was. */
  async function set(subject: Subject, act: FreezeAct): Promise<{ readonly left: Item | null } | null> {
    let before: Item | undefined;
    const failure = await unlessConditionFails(async () => {
      const update = freezeUpdate(tableName, subject, act);
      before = (await client.send(new UpdateCommand(update))).Attributes;
    });
    const left = failure === null ? null : (itemOf(failure) ?? (await read(keyOf(subject))) ?? null);
    const earlier = (before ?? left)?.act as Item | undefined;
    await Promise.all([
      failure === null && tell(subject, act),
      earlier !== undefined && tell(subject, fromActMap(earlier)),
    ]);
    return failure && { left };
  }

  return {
    async setFreeze(pipeline, act) {
      const refused = await set(pipeline, act);
      return refused === null || refused.left !== null;
    },

    async readNamespaceFreeze(namespace) {
      const item = await read(namespaceFreezeKey(namespace));
      return item ? fromFreezeItem(item) : null;
    },

    async setNamespaceFreeze(namespace, act) {
      await set(namespace, act);
    },
  };
}

/** Exported for the tests of what the deployment grants. */
export function freezeUpdate(tableName: string, subject: Subject, act: FreezeAct): UpdateCommandInput {
  const { freeze } = act;
  const condition = conditionOf(subject, act);
  return {
    TableName: tableName,
    Key: keyOf(subject),
    UpdateExpression: `SET #act = :act${freeze === null ? ' REMOVE #freeze' : ', #freeze = :freeze'}`,
    ...(condition !== null && {
      ConditionExpression: condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }),
    ExpressionAttributeNames: { '#freeze': 'freeze', '#act': 'act' },
    ExpressionAttributeValues: {
      ':act': toActMap(act),
      ...(freeze !== null && { ':freeze': toFreezeMap(freeze) }),
    },
    ReturnValues: 'UPDATED_OLD',
  };
}

/** Exported for the tests of what the deployment grants. An update, since a put could replace any item. */
export function actUpdate(tableName: string, subject: Subject, act: FreezeAct): UpdateCommandInput {
  const { news, news_at } = newsKey(newsOfFreeze(subject, act));
  const { pk } = keyOf(subject);
  return {
    TableName: tableName,
    Key: { pk, sk: `FREEZE#${act.at.toISOString()}#${act.freeze ? 'frozen' : 'lifted'}` },
    UpdateExpression: 'SET #act = :act, #news = :news, #news_at = :news_at',
    ExpressionAttributeNames: { '#act': 'act', '#news': 'news', '#news_at': 'news_at' },
    ExpressionAttributeValues: { ':act': toActMap(act), ':news': news, ':news_at': news_at },
  };
}

function conditionOf(subject: Subject, { freeze }: FreezeAct): string | null {
  if (freeze === null) return 'attribute_exists(#freeze)';
  return typeof subject === 'string' ? null : 'attribute_exists(pk)';
}

function keyOf(subject: Subject): { readonly pk: string; readonly sk: string } {
  return typeof subject === 'string' ? namespaceFreezeKey(subject) : stateKey(subject);
}
