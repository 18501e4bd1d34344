// Gives a table of dynalite new indexes: dynalite's own UpdateTable leaves them out. Items that are there already do not
// enter them, so this is for attributes that no item has yet.
import type { TableDescription, UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Store } from 'dynalite/db/index.js';

/** dynalite demands of each new index what DynamoDB refuses on a table that is paid by the request. */
export function withThroughput(input: object): object {
  const { GlobalSecondaryIndexUpdates: updates } = input as UpdateTableCommandInput;
  if (!Array.isArray(updates) || !updates.every((update) => update?.Create)) return input;
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  const added = updates.map(({ Create }) => ({ Create: { ...Create, ProvisionedThroughput } }));
  return { ...input, GlobalSecondaryIndexUpdates: added };
}

/**
 * `input` is what dynalite's checks let pass of what was `given`: without the attributes' types. Returns the table as it
 * is then; `null` if the input adds no index.
 */
export async function addIndexes(store: Store, input: object, given: object): Promise<object | null> {
  const { TableName, GlobalSecondaryIndexUpdates } = input as UpdateTableCommandInput;
  const { AttributeDefinitions } = given as UpdateTableCommandInput;
  const added = GlobalSecondaryIndexUpdates?.flatMap(({ Create }) => Create ?? []) ?? [];
  if (TableName === undefined || added.length === 0) return null;
  const table = await readTable(store, TableName);
  const indexes = added.map((index) => ({
    ...index,
    IndexArn: `${table.TableArn}/index/${index.IndexName}`,
    IndexStatus: 'ACTIVE' as const,
    IndexSizeBytes: 0,
    ItemCount: 0,
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  }));
  const changed: TableDescription = {
    ...table,
    AttributeDefinitions: AttributeDefinitions ?? table.AttributeDefinitions,
    GlobalSecondaryIndexes: [...(table.GlobalSecondaryIndexes ?? []), ...indexes],
  };
  await writeTable(store, TableName, changed);
  return { TableDescription: changed };
}

function readTable(store: Store, name: string): Promise<TableDescription> {
  const { promise, resolve, reject } = Promise.withResolvers<TableDescription>();
  store.getTable(name, true, (error, table) => (error ? reject(error) : resolve(table)));
  return promise;
}

function writeTable(store: Store, name: string, table: TableDescription): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  store.tableDb.put(name, table, (error) => (error ? reject(error) : resolve()));
  return promise;
}
