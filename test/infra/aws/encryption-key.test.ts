// One key for bucket, table, queues, topic and logs: made by the stack, named, or made by the app around the construct.
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, test } from 'vitest';
import { routes } from '../../../functions/http/routes.ts';
import { PipelineVersioning } from '../../../infra/aws/pipeline-versioning.ts';
import { type Statement, statementsOf } from './granted.ts';
import { newApp, type Resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const made = synthesized(VARIANTS['a key of its own']).template;
const given = synthesized(VARIANTS['a given key']).template;
const GIVEN: string = VARIANTS['a given key'].kmsKeyArn;

const keysOf = {
  'AWS::S3::Bucket': ({ BucketEncryption }) =>
    BucketEncryption.ServerSideEncryptionConfiguration.map(
      (rule: { readonly BucketKeyEnabled: boolean; readonly ServerSideEncryptionByDefault: object }) =>
        rule.BucketKeyEnabled && rule.ServerSideEncryptionByDefault,
    )[0].KMSMasterKeyID,
  'AWS::DynamoDB::GlobalTable': ({ Replicas }) => Replicas[0].SSESpecification.KMSMasterKeyId,
  'AWS::SQS::Queue': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::SNS::Topic': ({ KmsMasterKeyId }) => KmsMasterKeyId,
  'AWS::Logs::LogGroup': ({ KmsKeyId }) => KmsKeyId,
} as const satisfies Readonly<Record<string, (properties: Resource['Properties']) => unknown>>;

describe.each([
  ['made by the stack', made, { 'Fn::GetAtt': [resourcesOf(made, 'AWS::KMS::Key')[0]?.[0], 'Arn'] }],
  ['named', given, GIVEN],
] as const)('a key that is %s encrypts', (_, template, key) => {
  test.each(Object.entries(keysOf))('every %s', (type, keyOf) => {
    const keys = resourcesOf(template, type).map(([, { Properties }]) => keyOf(Properties));

    expect(keys.length).toBeGreaterThan(0);
    expect(new Set(keys.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify(key)]));
  });
});

test('without it nothing has a customer-managed key', () => {
  expect(JSON.stringify(synthesized().template.toJSON())).not.toMatch(/kms/i);
});

test('a key that the stack makes rotates, stays when the stack goes, and lets AWS write logs, events and alarms', () => {
  made.hasResource('AWS::KMS::Key', {
    DeletionPolicy: 'RetainExceptOnCreate',
    Properties: {
      EnableKeyRotation: true,
      KeyPolicy: { Statement: Match.arrayWith(SERVICES.map((statement) => Match.objectLike(statement))) },
    },
  });
});

test('a key of the app gets the same policy', () => {
  const stack = new Stack(newApp(), 'Platform');
  new PipelineVersioning(stack, 'Versions', { kmsKey: new Key(stack, 'Own') });

  const template = Template.fromStack(stack);
  expect(resourcesOf(template, 'AWS::KMS::Key')).toHaveLength(1);
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: { Statement: Match.arrayWith(SERVICES.map((statement) => Match.objectLike(statement))) },
  });
});

const SERVICES = [
  {
    Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
    Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': Match.anyValue() } },
  },
  {
    Principal: { Service: ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 's3.amazonaws.com'] },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Condition: { StringEqualsIfExists: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  },
];

/** `s3 kms:Decrypt`: what a function may do with the key, and by which service. */
function usesOf(id: string): readonly string[] {
  return statementsOf(given, id)
    .filter(({ Resource }) => Resource === GIVEN)
    .flatMap((statement) => [statement.Action].flat().map((action) => `${serviceOf(statement)} ${action}`))
    .toSorted();
}

function serviceOf({ Condition }: Statement): string {
  const via = Condition?.StringEquals?.['kms:ViaService'] as { 'Fn::Join': [string, [string]] } | undefined;
  return via?.['Fn::Join'][1][0].replace('.', '') ?? 'any';
}

const READS_TABLE = ['dynamodb kms:Decrypt', 'dynamodb kms:DescribeKey'];
const WRITES_TABLE = [
  'dynamodb kms:Encrypt',
  'dynamodb kms:GenerateDataKey',
  'dynamodb kms:GenerateDataKeyWithoutPlaintext',
  'dynamodb kms:ReEncryptFrom',
  'dynamodb kms:ReEncryptTo',
];
const READS_FILES = ['s3 kms:Decrypt'];
const WRITES_FILES = ['s3 kms:GenerateDataKey'];

test.each([
  [`Api${routes.listPipelines.operationId}Function`, READS_TABLE],
  [`Api${routes.getVersion.operationId}Function`, [...READS_TABLE, ...WRITES_TABLE]],
  [`Api${routes.publishVersion.operationId}Function`, [...READS_TABLE, ...WRITES_TABLE, ...READS_FILES]],
  [
    `Api${routes.restoreDraft.operationId}Function`,
    [...READS_TABLE, ...WRITES_TABLE, ...READS_FILES, ...WRITES_FILES],
  ],
  [`Api${routes.getMe.operationId}Function`, []],
  ['DraftWatcherObserver', [...READS_TABLE, ...WRITES_TABLE, 'any kms:Decrypt']],
  ['DraftWatcherDailyCheck', [...READS_TABLE, 'sqs kms:Decrypt', 'sqs kms:GenerateDataKey']],
])('%s may use the key for what its needs are, by the service that keeps it', (id, uses) => {
  expect(usesOf(id)).toEqual(uses.toSorted());
});

test('links to files are signed by functions that may decrypt', () => {
  expect(usesOf(`Api${routes.getPublished.operationId}Function`)).toEqual(
    expect.arrayContaining(READS_FILES),
  );
});
