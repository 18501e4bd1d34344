import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { TABLE_SCHEMA } from '../../../../functions/adapters/dynamodb/table.ts';
import { indexProblem, keyProblem, missingIndexes } from '../../../../infra/local/provision/table-problem.ts';

const ours = structuredClone(TABLE_SCHEMA) as unknown as TableDescription;
const index = ours.GlobalSecondaryIndexes?.[0] ?? {};
const withIndex = (change: object) => ({ ...ours, GlobalSecondaryIndexes: [{ ...index, ...change }] });

test('a table of our own schema has no problem, in whatever order it is described', () => {
  const reversed = { ...ours, KeySchema: ours.KeySchema?.toReversed() };

  expect([keyProblem(reversed), indexProblem(reversed)]).toEqual([undefined, undefined]);
});

test('an index that projects more than is needed is good', () => {
  expect(indexProblem(withIndex({ Projection: { ProjectionType: 'ALL' } }))).toBeUndefined();
  const more = { ProjectionType: 'INCLUDE', NonKeyAttributes: ['draft', 'extra', 'current'] };
  expect(indexProblem(withIndex({ Projection: more }))).toBeUndefined();
});

test('another key is named beside the one that is needed', () => {
  const other: TableDescription = {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
  };

  expect(keyProblem(other)).toBe('has the key id (N) where pk (S) + sk (S) is needed');
});

test('a key of another type is another key', () => {
  const AttributeDefinitions = ours.AttributeDefinitions?.map((definition) =>
    definition.AttributeName === 'sk' ? { ...definition, AttributeType: 'B' as const } : definition,
  );

  expect(keyProblem({ ...ours, AttributeDefinitions })).toContain('pk (S) + sk (B)');
});

test('an index that is not there can be added', () => {
  const namesOf = (indexes: readonly object[]) =>
    missingIndexes({ ...ours, GlobalSecondaryIndexes: [...indexes] }).map(({ IndexName }) => IndexName);

  expect(indexProblem({ ...ours, GlobalSecondaryIndexes: [] })).toBeUndefined();
  expect(namesOf([])).toEqual(['pipelines', 'news']);
  expect(namesOf([index])).toEqual(['news']);
  expect(namesOf(ours.GlobalSecondaryIndexes ?? [])).toEqual([]);
});

test('an index that leaves something out is named with what it lacks', () => {
  const few = { ProjectionType: 'INCLUDE', NonKeyAttributes: ['draft'] };

  expect(indexProblem(withIndex({ Projection: few }))).toBe('has an index pipelines that leaves out current');
  expect(indexProblem(withIndex({ Projection: { ProjectionType: 'KEYS_ONLY' } }))).toContain(
    'leaves out current and draft',
  );
});

test('an index with another key is named with it', () => {
  const KeySchema = [{ AttributeName: 'namespace', KeyType: 'HASH' as const }];

  expect(indexProblem(withIndex({ KeySchema }))).toBe(
    'has an index pipelines with the key namespace (S) where namespace (S) + layer_name (S) is needed',
  );
});
