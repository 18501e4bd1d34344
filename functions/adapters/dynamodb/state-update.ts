// The one write to a state item, as an UpdateItem request built from named clauses.
import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Pipeline } from '../../domain/pipeline.ts';
import type { Expected, StateChange } from '../../ports/version-store.ts';
import {
  indexKey,
  requestName,
  stateKey,
  toDraftMap,
  toFilesText,
  toRequestMap,
  toSummaryMap,
} from './items.ts';

type Values = Record<string, unknown>;

interface Clauses {
  readonly set: string[];
  readonly remove: string[];
  readonly names: Record<string, string>;
  readonly values: Values;
}

export function stateUpdate(
  tableName: string,
  pipeline: Pipeline,
  change: StateChange,
  expected: Expected,
): UpdateCommandInput {
  const clauses: Clauses = { set: [], remove: [], names: {}, values: {} };
  if (change.draft) setDraft(clauses, pipeline, change.draft, expected.revision);
  if (change.current) {
    assign(clauses, 'current', toSummaryMap(change.current));
    assign(clauses, 'current_files', toFilesText(change.current.files));
  }
  setRequests(clauses, change, expected.revision === 0);
  const condition = conditions(clauses, expected);
  return {
    TableName: tableName,
    Key: stateKey(pipeline),
    UpdateExpression: `SET ${clauses.set.join(', ')}${clauses.remove.length ? ` REMOVE ${clauses.remove.join(', ')}` : ''}`,
    ConditionExpression: condition,
    ExpressionAttributeNames: clauses.names,
    ...(Object.keys(clauses.values).length > 0 && { ExpressionAttributeValues: clauses.values }),
    // The state that was there instead comes with the failure: no second request to look at it.
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
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

// Each key is an entry of its own in the map, so that two requests that remember different keys do not erase each other.
function setRequests({ set, remove, names, values }: Clauses, change: StateChange, creating: boolean): void {
  const { remember, forget = [] } = change;
  if (creating) {
    values[':requests'] = remember ? { [requestName(remember.key)]: toRequestMap(remember.request) } : {};
    names['#requests'] = 'requests';
    set.push('#requests = :requests');
    return;
  }
  if (remember === undefined) return;
  names['#requests'] = 'requests';
  names['#key'] = requestName(remember.key);
  values[':request'] = toRequestMap(remember.request);
  set.push('#requests.#key = :request');
  forget
    .filter((key) => key !== remember.key)
    .forEach((key, index) => {
      names[`#forget${index}`] = requestName(key);
      remove.push(`#requests.#forget${index}`);
    });
}

function conditions({ names, values }: Clauses, { number, revision, unknownKey }: Expected): string {
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
  if (unknownKey !== undefined && revision !== 0) {
    names['#requests'] = 'requests';
    names['#unknown_key'] = requestName(unknownKey);
    all.push('attribute_not_exists(#requests.#unknown_key)');
  }
  return all.join(' AND ');
}

function assign({ set, names, values }: Clauses, name: string, value: unknown): void {
  names[`#${name}`] = name;
  values[`:${name}`] = value;
  set.push(`#${name} = :${name}`);
}
