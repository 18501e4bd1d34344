// The checker of rights finds what a policy does not allow. What the functions really do is recorded by test:servers.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { synthesized } from '../infra/aws/synthesized.ts';
import { type Access, accessesOf } from './access.ts';
import { isAllowed, type Statement } from './evaluate.ts';
import { policiesOf } from './policies.ts';

const policies = policiesOf(synthesized().template);
const KEY = 'team/pipelines/silver/orders/pipeline.sql';

function isAllowedTo(handler: string, command: string, input: object): boolean {
  const statements = policies.get(handler) ?? [];
  return accessesOf(command, { ...input }).every((access) => isAllowed(statements, access));
}

test('a function may do what its route is for, and not what others are for', () => {
  expect(isAllowedTo('put-file', 'PutObjectCommand', { Key: KEY, IfMatch: '"e"' })).toBe(true);
  expect(isAllowedTo('get-file', 'PutObjectCommand', { Key: KEY })).toBe(false);
  expect(isAllowedTo('get-file', 'GetObjectCommand', { Key: KEY, VersionId: 'v' })).toBe(true);
  expect(isAllowedTo('list-versions', 'GetObjectCommand', { Key: KEY, VersionId: 'v' })).toBe(false);
  expect(isAllowedTo('publish-version', 'PutItemCommand', { Item: { pk: '', sk: '' } })).toBe(true);
  expect(isAllowedTo('get-pipeline', 'PutItemCommand', { Item: { pk: '', sk: '' } })).toBe(false);
});

test('a write on a condition needs the right to read the object that it compares', () => {
  const actions = (input: object) =>
    accessesOf('PutObjectCommand', { Key: KEY, ...input }).map(({ action }) => action);

  expect(actions({})).toEqual(['s3:PutObject']);
  expect(actions({ IfMatch: '"e"' })).toEqual(['s3:PutObject', 's3:GetObject']);
});

test('a copy needs the right to read its source by version', () => {
  const CopySource = `bucket/${encodeURIComponent(KEY)}?versionId=v1`;

  expect(accessesOf('CopyObjectCommand', { Key: KEY, CopySource }).map(({ action }) => action)).toEqual([
    's3:PutObject',
    's3:GetObjectVersion',
  ]);
  expect(isAllowedTo('restore-draft', 'CopyObjectCommand', { Key: KEY, CopySource })).toBe(true);
  expect(
    isAllowedTo('restore-draft', 'CopyObjectCommand', { Key: KEY, CopySource: 'bucket/x?versionId=v' }),
  ).toBe(false);
});

test('no function may touch objects outside of pipelines', () => {
  for (const handler of policies.keys())
    for (const command of ['GetObjectCommand', 'PutObjectCommand', 'DeleteObjectCommand'])
      expect(isAllowedTo(handler, command, { Key: 'team/other/x.sql' })).toBe(false);
});

test('no function may delete an object version, or an item of the table', () => {
  const actions = [...policies.values()].flat().flatMap((statement) => statement.actions);

  for (const handler of policies.keys())
    expect(isAllowedTo(handler, 'DeleteObjectCommand', { Key: KEY, VersionId: 'v' })).toBe(false);
  expect(actions.filter((action) => /^dynamodb:.*(Delete|BatchWrite)|\*/.test(action))).toEqual([]);
});

test('an update names only the attributes of its function, in conditions and nested paths too', () => {
  const update = (names: Readonly<Record<string, string>>, more: object = {}) =>
    isAllowedTo('observe-drafts', 'UpdateItemCommand', {
      ...{ Key: { pk: '', sk: '' }, ExpressionAttributeNames: names, ...more },
    });

  expect(update({ '#draft': 'draft', '#revision': 'revision' })).toBe(true);
  expect(update({ '#draft': 'draft' }, { ConditionExpression: 'attribute_not_exists(pk)' })).toBe(true);
  expect(update({ '#current': 'current' })).toBe(false);
});

test('what notes runs may not put anything in the place of a state or a version', () => {
  const put = (pk: string) => isAllowedTo('get-version', 'PutItemCommand', { Item: { pk, sk: '' } });

  expect(put('RUNS#team/silver/orders')).toBe(true);
  expect(put('PIPELINE#team/silver/orders')).toBe(false);
});

test('every condition on attributes lists the keys of the table and of its index', () => {
  const listed = [...policies.values()]
    .flat()
    .flatMap(({ conditions }) =>
      Object.values(conditions).map((wanted) => wanted['dynamodb:Attributes'] ?? []),
    )
    .filter((names) => names.length > 0);

  expect(listed.length).toBeGreaterThan(3);
  for (const names of listed)
    expect(names).toEqual(expect.arrayContaining(['pk', 'sk', 'namespace', 'layer_name']));
});

test('a command without a rule is an error, not a pass', () => {
  expect(() => accessesOf('RestoreObjectCommand', {})).toThrow('RestoreObjectCommand');
});

describe('the evaluation', () => {
  const access: Access = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: { key: ['x'] } };
  const allow = (change: Partial<Statement> = {}): Statement => ({
    ...{ effect: 'Allow', actions: ['s3:Get*'], resources: ['arn:aws:s3:::b/*'], conditions: {}, ...change },
  });

  test.each<[string, readonly Statement[], boolean]>([
    ['nothing allows it', [], false],
    ['a pattern fits', [allow()], true],
    ['another action', [allow({ actions: ['s3:Put*'] })], false],
    ['another resource', [allow({ resources: ['arn:aws:s3:::b'] })], false],
    ['a dot is a dot', [allow({ resources: ['arn:aws:s3:::b/.'] })], false],
    ['a denial stands above', [allow(), allow({ effect: 'Deny' })], false],
    ['a condition holds', [allow({ conditions: { StringEquals: { key: ['x'] } } })], true],
    ['a condition fails', [allow({ conditions: { StringEquals: { key: ['y'] } } })], false],
    ['a value is missing', [allow({ conditions: { StringLike: { other: ['*'] } } })], false],
    ['all of no values', [allow({ conditions: { 'ForAllValues:StringLike': { other: ['y'] } } })], true],
  ])('%s', (_name, statements, allowed) => {
    expect(isAllowed(statements, access)).toBe(allowed);
  });

  test('an operator that it does not know is an error', () => {
    const statement = allow({ conditions: { IpAddress: { key: ['x'] } } });

    expect(() => isAllowed([statement], access)).toThrow('IpAddress');
  });
});

test('a recording without a function that has rights on storage is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));

  const { status, stdout } = spawnSync(process.execPath, ['test/iam/check.ts', folder], { encoding: 'utf8' });

  expect(stdout).toContain('nothing was recorded of publish-version\n');
  expect(stdout).not.toContain('request-checks');
  expect(status).toBe(1);
});
