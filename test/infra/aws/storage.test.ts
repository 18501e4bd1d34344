// Bucket and table keep what is in them: nobody may overlook a change of these properties.
import { describe, expect, test } from 'vitest';
import { TABLE_SCHEMA, TTL_ATTRIBUTE } from '../../../functions/adapters/dynamodb/table.ts';
import { resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const { template } = synthesized();
const toThrowAway = synthesized(VARIANTS['a stack to throw away']).template;
const withExisting = synthesized(VARIANTS['an existing bucket']).template;
const withTable = synthesized(VARIANTS['an existing table']).template;

const BUCKET = ['AWS::S3::Bucket', 'Storage'] as const;
const TABLE = ['AWS::DynamoDB::GlobalTable', 'Storage'] as const;

test('the bucket is versioned, encrypted and closed to the public', () => {
  const [, { Properties }] = resource(template, ...BUCKET);

  expect(Properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
  expect(JSON.stringify(Properties.BucketEncryption)).toContain('AES256');
  expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
  expect(Properties.CorsConfiguration).toBeUndefined();
});

test('the bucket refuses what is not TLS 1.2', () => {
  const [, { Properties }] = resource(template, 'AWS::S3::BucketPolicy', 'Storage');

  expect(Properties.PolicyDocument.Statement).toMatchObject([
    { Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    { Effect: 'Deny', Action: 's3:*', Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } },
    { Sid: 'VersionsStay' },
  ]);
});

describe('old versions of pipelines’ files', () => {
  const CLEANERS = ['arn:aws:iam::111122223333:role/Cleaner', 'arn:aws:iam::111122223333:role/sso/*'];
  const given = VARIANTS['an existing bucket'];
  const statementOf = (from: typeof template) =>
    resourcesOf(from, 'AWS::S3::BucketPolicy')
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .filter(({ Sid }) => Sid === 'VersionsStay');

  test('may be deleted by nobody, whatever else allows it', () => {
    const [statement, ...more] = statementOf(template);

    expect(more).toEqual([]);
    expect(statement).toEqual({
      ...{ Sid: 'VersionsStay', Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:DeleteObjectVersion' },
      Resource: { 'Fn::Join': ['', [expect.anything(), '/*/pipelines/*']] },
    });
  });

  test('may be deleted by those who are named, and by no session of others', () => {
    const { template: named } = synthesized({ versionDeleters: CLEANERS.join(', ') });

    expect(statementOf(named)).toMatchObject([
      { Condition: { ArnNotLike: { 'aws:PrincipalArn': CLEANERS } } },
    ]);
  });

  test('are protected in a given bucket if a setting says so, since a bucket has one policy alone', () => {
    const { template: guarded } = synthesized({ ...given, protectGivenBucket: 'true' });
    const [, { Properties }] = resource(guarded, 'AWS::S3::BucketPolicy', 'Storage');

    expect(resourcesOf(withExisting, 'AWS::S3::BucketPolicy')).toEqual([]);
    expect(Properties.Bucket).toBe('team-files');
    expect(JSON.stringify(statementOf(guarded))).toContain(':s3:::team-files/*/pipelines/*');
  });

  test('are not protected in a bucket made to be thrown away, which has to be emptied', () => {
    expect(statementOf(toThrowAway)).toEqual([]);
  });
});

test('no version of a file ever expires', () => {
  const [, { Properties }] = resource(template, ...BUCKET);

  expect(Properties.LifecycleConfiguration.Rules).toEqual([
    {
      Id: 'UnfinishedUploads',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    },
  ]);
});

test('the table is what the adapter relies on', () => {
  const [, { Properties }] = resource(template, ...TABLE);

  expect(Properties).toMatchObject(TABLE_SCHEMA);
});

test('DynamoDB deletes the keys that have expired, so that no function needs the right to', () => {
  const [, { Properties }] = resource(template, ...TABLE);

  expect(Properties.TimeToLiveSpecification).toEqual({ AttributeName: TTL_ATTRIBUTE, Enabled: true });
});

test('the table can be set back to any second and cannot be deleted by mistake', () => {
  const [, { Properties }] = resource(template, ...TABLE);

  expect(Properties.Replicas).toMatchObject([
    {
      DeletionProtectionEnabled: true,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  ]);
});

test('bucket and table outlive the stack, unless it was made to be thrown away', () => {
  const policies = (from: typeof template) =>
    [resource(from, ...BUCKET), resource(from, ...TABLE)].map(([, { DeletionPolicy }]) => DeletionPolicy);

  expect(policies(template)).toEqual(['RetainExceptOnCreate', 'Retain']);
  expect(policies(toThrowAway)).toEqual(['Delete', 'Delete']);
  expect(resource(toThrowAway, ...TABLE)[1].Properties.Replicas[0].DeletionProtectionEnabled).toBe(false);
});

test('an existing bucket is looked at before its events are asked for', () => {
  const [check, { Properties }] = resource(withExisting, 'Custom::CheckedBucket', 'Storage');
  const [, notification] = resource(withExisting, 'Custom::S3BucketNotifications', 'Storage');

  expect(resourcesOf(withExisting, 'AWS::S3::Bucket')).toEqual([]);
  expect(Properties).toMatchObject({ bucketName: 'team-files', region: { Ref: 'AWS::Region' } });
  expect(notification.DependsOn).toContain(check);
});

test('a bucket whose pins may expire is looked at anew, with that setting', () => {
  const settings = { ...VARIANTS['an existing bucket'], iKnowPinsExpire: 'true' };
  const propertiesOf = (from: typeof template) =>
    resource(from, 'Custom::CheckedBucket', 'Storage')[1].Properties;

  expect(propertiesOf(withExisting)).not.toHaveProperty('pinsMayExpire');
  expect(propertiesOf(synthesized(settings).template)).toMatchObject({ pinsMayExpire: true });
});

test('an existing table takes the place of the own one, and nothing else changes', () => {
  const others = (from: typeof template) =>
    resourcesOf(from)
      .map(([id]) => id)
      .filter((id) => !id.startsWith('StorageTable'));

  expect(resourcesOf(withTable, 'AWS::DynamoDB::GlobalTable')).toEqual([]);
  expect(others(withTable)).toEqual(others(template));
  for (const id of ['ApipublishVersionFunction', 'DraftWatcherObserver'])
    expect(
      resource(withTable, 'AWS::Lambda::Function', id)[1].Properties.Environment.Variables.PIPELINES_TABLE,
    ).toBe('restored-versions');
});
