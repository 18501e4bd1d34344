// The IAM rights behind the route table's `needs.table`. No function may delete items or write batches.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  NEWS_INDEX,
  PIPELINE_INDEX,
  RUNS_PREFIX,
  TABLE_SCHEMA,
} from '../../functions/adapters/dynamodb/table.ts';
import type { Needs } from '../../functions/http/route.ts';

export type TableNeed = Needs['table'][number];

/** The attributes that each kind of writer may name, in an update or in its condition. */
export const WRITABLE = {
  observe: ['draft', 'revision'],
  // Of the state item, whose freeze its condition names, and of what is remembered of a key.
  publish: ['current', 'number', 'expires', 'freeze', 'until'],
  freeze: ['freeze', 'act'],
  release: ['release'],
} as const satisfies Partial<Record<TableNeed, readonly string[]>>;

const WRITERS = ['observe', 'publish', 'freeze', 'release'] as const;
const ENCRYPTING: readonly TableNeed[] = [...WRITERS, 'runs'];

/** A condition on attributes has to list the keys of the table and of its indexes, whether a request names them or not. */
const KEYS = TABLE_SCHEMA.AttributeDefinitions.map(({ AttributeName }) => AttributeName);

export function tableStatements(tableArn: string, needs: readonly TableNeed[]): PolicyStatement[] {
  const writes = WRITERS.filter((need) => needs.includes(need));
  return [
    ...(needs.includes('read') ? [allow(['GetItem', 'BatchGetItem', 'Query'], tableArn)] : []),
    ...(needs.includes('list') ? [allow(['Query', 'Scan'], `${tableArn}/index/${PIPELINE_INDEX}`)] : []),
    ...(needs.includes('news') ? [allow(['Query'], `${tableArn}/index/${NEWS_INDEX}`)] : []),
    ...(writes.length > 0
      ? [
          update(
            tableArn,
            writes.flatMap((need) => WRITABLE[need]),
          ),
        ]
      : []),
    // History, snapshots and keys: a put replaces a whole item, so a limit to attributes would be none.
    ...(needs.includes('publish') ? [allow(['PutItem'], tableArn)] : []),
    ...(needs.includes('runs') ? [putRuns(tableArn)] : []),
  ];
}

/**
 * Of the customer-managed key that encrypts the table, if it has one.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-dynamodb.html
 */
export function tableKeyActions(needs: readonly TableNeed[]): readonly string[] {
  if (needs.length === 0) return [];
  const reads = ['kms:Decrypt', 'kms:DescribeKey'];
  return ENCRYPTING.some((need) => needs.includes(need)) ? [...reads, ...ENCRYPTS] : reads;
}

const ENCRYPTS = [
  'kms:Encrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

// One statement for all attributes: an update must be allowed by one statement as a whole. AWS leaves open whether
// `current.number` counts as `current` or as a path, so both pass. `ReturnValuesOnConditionCheckFailure` has no
// condition key, and shows nothing that GetItem would not.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
function update(tableArn: string, attributes: readonly string[]): PolicyStatement {
  const names = [...new Set([...KEYS, ...attributes])].flatMap((name) => [name, `${name}.*`]);
  const statement = allow(['UpdateItem'], tableArn);
  statement.addCondition('ForAllValues:StringLike', { 'dynamodb:Attributes': names });
  return statement;
}

/** Whole items of partitions that hold nothing else. */
function putRuns(tableArn: string): PolicyStatement {
  const statement = allow(['PutItem'], tableArn);
  statement.addCondition('ForAllValues:StringLike', { 'dynamodb:LeadingKeys': [`${RUNS_PREFIX}*`] });
  return statement;
}

function allow(operations: readonly string[], resource: string): PolicyStatement {
  return new PolicyStatement({
    actions: operations.map((name) => `dynamodb:${name}`),
    resources: [resource],
  });
}
