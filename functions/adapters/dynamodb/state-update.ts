// The one write to a state item, as an UpdateItem request built from named clauses.
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { newsOfVersion } from '../../domain/news.ts';
import type { Pipeline } from '../../domain/pipeline.ts';
import type { VersionRecord } from '../../domain/version.ts';
import type { Expected, StateChange } from '../../ports/version-store.ts';
import { indexKey, newsKey, stateKey, toDraftMap, toVersionMap } from './items.ts';

interface Clauses {
  readonly set: string[];
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

export function stateUpdate(
  tableName: string,
  pipeline: Pipeline,
  change: StateChange,
  expected: Expected,
): UpdateCommandInput {
  const clauses: Clauses = { set: [], names: {}, values: {} };
  if (change.draft) setDraft(clauses, pipeline, change.draft, expected.revision);
  if (change.current) setCurrent(clauses, pipeline, change.current);
  const condition = conditions(clauses, expected);
  return {
    TableName: tableName,
    Key: stateKey(pipeline),
    UpdateExpression: `SET ${clauses.set.join(', ')}`,
    ConditionExpression: condition,
    ExpressionAttributeNames: clauses.names,
    ...(Object.keys(clauses.values).length > 0 && { ExpressionAttributeValues: clauses.values }),
    // The state that was there instead comes with the failure: no second request to look at it.
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
}

function setCurrent(clauses: Clauses, pipeline: Pipeline, current: VersionRecord): void {
  assign(clauses, 'current', toVersionMap(current));
  for (const [name, value] of Object.entries(newsKey(newsOfVersion(pipeline, current))))
    assign(clauses, name, value);
}

function setDraft(
  clauses: Clauses,
  pipeline: Pipeline,
  draft: NonNullable<StateChange['draft']>,
  revision?: number,
) {
  if (revision === undefined) throw new Error('a draft is recorded on the condition of a revision');
  assign(clauses, 'draft', toDraftMap(draft));
  assign(clauses, 'revision', revision + 1);
  for (const [name, value] of Object.entries(indexKey(pipeline))) assign(clauses, name, value);
}

function conditions({ names, values }: Clauses, { number, revision, unfrozenAt }: Expected): string {
  const all: string[] = [];
  if (revision === 0) all.push('attribute_not_exists(pk)');
  else if (revision === undefined) all.push('attribute_exists(pk)');
  else {
    names['#revision'] = 'revision';
    values[':expected_revision'] = revision;
    all.push('#revision = :expected_revision');
  }
  if (number !== undefined) names['#current'] = 'current';
  if (number === 0) all.push('attribute_not_exists(#current)');
  else if (number !== undefined) {
    names['#number'] = 'number';
    values[':expected_number'] = number;
    all.push('#current.#number = :expected_number');
  }
  if (unfrozenAt !== undefined) {
    Object.assign(names, { '#freeze': 'freeze', '#until': 'until' });
    values[':now'] = unfrozenAt.toISOString();
    all.push('(attribute_not_exists(#freeze) OR #freeze.#until <= :now)');
  }
  return all.join(' AND ');
}

function assign({ set, names, values }: Clauses, name: string, value: unknown): void {
  names[`#${name}`] = name;
  values[`:${name}`] = value;
  set.push(`#${name} = :${name}`);
}
