// Checks whether the service can use an existing table.
import type { GlobalSecondaryIndex, KeySchemaElement, TableDescription } from '@aws-sdk/client-dynamodb';
import { TABLE_SCHEMA } from '../../../functions/adapters/dynamodb/table.ts';

type Keys = readonly KeySchemaElement[];

/** What is wrong with the table's key, as the rest of a sentence about the table. */
export function keyProblem({
  KeySchema = [],
  AttributeDefinitions = [],
}: TableDescription): string | undefined {
  const wanted = keyText(TABLE_SCHEMA.KeySchema, TABLE_SCHEMA.AttributeDefinitions);
  const found = keyText(KeySchema, AttributeDefinitions);
  return found === wanted ? undefined : `has the key ${found} where ${wanted} is needed`;
}

/** The same for the first of its indexes that is another than ours. */
export function indexProblem(table: TableDescription): string | undefined {
  return INDEXES.map((wanted) => problemOf(wanted, table)).find((problem) => problem !== undefined);
}

/** Those that can simply be added. */
export function missingIndexes({ GlobalSecondaryIndexes = [] }: TableDescription): GlobalSecondaryIndex[] {
  const names = new Set(GlobalSecondaryIndexes.map(({ IndexName }) => IndexName));
  // The SDK's types know no readonly arrays.
  return INDEXES.filter(({ IndexName }) => !names.has(IndexName)) as unknown as GlobalSecondaryIndex[];
}

const INDEXES = TABLE_SCHEMA.GlobalSecondaryIndexes;

function problemOf(wanted: (typeof INDEXES)[number], table: TableDescription): string | undefined {
  const found = table.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === wanted.IndexName);
  if (found === undefined) return undefined;
  const wantedKey = keyText(wanted.KeySchema, TABLE_SCHEMA.AttributeDefinitions);
  const foundKey = keyText(found.KeySchema ?? [], table.AttributeDefinitions ?? []);
  if (foundKey !== wantedKey)
    return `has an index ${wanted.IndexName} with the key ${foundKey} where ${wantedKey} is needed`;
  const { ProjectionType, NonKeyAttributes = [] } = found.Projection ?? {};
  const missing = wanted.Projection.NonKeyAttributes.filter((name) => !NonKeyAttributes.includes(name));
  if (ProjectionType === 'ALL' || missing.length === 0) return undefined;
  return `has an index ${wanted.IndexName} that leaves out ${missing.join(' and ')}`;
}

/** `pk (S) + sk (S)` */
function keyText(
  keys: Keys,
  definitions: NonNullable<TableDescription['AttributeDefinitions']> | Definitions,
) {
  const typeOf = new Map(
    definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]),
  );
  const sorted = keys.toSorted((one) => (one.KeyType === 'HASH' ? -1 : 1));
  return sorted
    .map(({ AttributeName }) => `${AttributeName} (${typeOf.get(`${AttributeName}`)})`)
    .join(' + ');
}

type Definitions = (typeof TABLE_SCHEMA)['AttributeDefinitions'];
