// Releases in AWS: what there is with the setting, what the function may do, and that nothing changes without it.
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../infra/settings.ts';
import { linesOf, statementsOf } from './granted.ts';
import { resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const plain = synthesized().template;
const together = synthesized({ releases: 'prefix' }).template;
const apart = synthesized(VARIANTS['releases in a bucket apart']).template;

const FN = 'ReleasesWrite';
const linesIn = (template: typeof plain) =>
  linesOf(statementsOf(template, FN)).map((line) => line.replace(/(Releases\w+?)[0-9A-F]{8}$/, '$1'));
const READS = [
  'dynamodb:BatchGetItem table',
  ...[
    'DescribeStream',
    'GetItem',
    'GetRecords',
    'GetShardIterator',
    'ListStreams',
    'Query',
    'UpdateItem',
  ].map((name) => `dynamodb:${name} table`),
  'logs:CreateLogStream log',
  'logs:PutLogEvents log',
  's3:GetObjectVersion bucket/*/pipelines/*',
  's3:ListBucket bucket',
  ...['GetQueueAttributes', 'GetQueueUrl', 'SendMessage'].map((name) => `sqs:${name} ReleasesDeadLetters`),
];
const WRITES = ['AbortMultipartUpload', 'GetObject', 'PutObject'];

test('without the setting there is neither a stream nor a function, and no function knows of it', () => {
  expect(resourcesOf(plain).filter(([id]) => id.startsWith('Releases'))).toEqual([]);
  expect(JSON.stringify(plain.toJSON())).not.toContain('PIPELINES_RELEASE');
});

describe('the function may read what is pinned and write releases, and nothing else', () => {
  test('in the pipelines’ bucket', () => {
    const writes = WRITES.map((name) => `s3:${name} bucket/releases/*`);
    expect(linesIn(together)).toEqual([...READS, ...writes].toSorted());
  });

  test('in a bucket apart', () => {
    const arn = 'arn:AWS::Partition:s3:::team-releases';
    const writes = [...WRITES.map((name) => `s3:${name} ${arn}/releases/*`), `s3:ListBucket ${arn}`];
    expect(linesIn(apart)).toEqual([...READS, ...writes].toSorted());
  });

  test('of the table it writes the note of a release alone', () => {
    const updates = statementsOf(together, FN).filter(({ Action }) => Action === 'dynamodb:UpdateItem');
    expect(updates).toHaveLength(1);
    const names = updates[0]?.Condition?.['ForAllValues:StringLike']?.[
      'dynamodb:Attributes'
    ] as readonly string[];
    expect(names).toContain('release');
    for (const name of ['current', 'draft', 'freeze']) expect(names).not.toContain(name);
  });
});

test('nobody else writes releases into the pipelines’ bucket, whatever rights they have', () => {
  const statements = resourcesOf(together, 'AWS::S3::BucketPolicy').flatMap(
    ([, { Properties }]) => Properties.PolicyDocument.Statement,
  );
  const role = resource(together, 'AWS::IAM::Role', FN)[0];

  expect(statements).toContainEqual({
    Sid: 'ReleasesStay',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:PutObject',
    Resource: expect.anything(),
    Condition: { ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [role, 'Arn'] } } },
  });
});

test('the stream is read from its beginning, for states alone, and what it forgets is a dead letter', () => {
  const [, { Properties }] = resource(together, 'AWS::Lambda::EventSourceMapping', 'ReleasesStream');

  expect(Properties).toMatchObject({
    StartingPosition: 'TRIM_HORIZON',
    ParallelizationFactor: 10,
    DestinationConfig: {
      OnFailure: { Destination: { 'Fn::GetAtt': [expect.stringMatching(/^ReleasesDeadLetters/), 'Arn'] } },
    },
  });
  expect(Properties.MaximumRetryAttempts).toBeUndefined();
  expect(JSON.parse(Properties.FilterCriteria.Filters[0].Pattern)).toEqual({
    dynamodb: { Keys: { sk: { S: ['STATE'] } } },
  });
});

test('late releases and dead letters have an alarm each', () => {
  const alarm = (id: string) => resource(together, 'AWS::CloudWatch::Alarm', `Alarms${id}`)[1].Properties;

  expect(alarm('ReleasesLate')).toMatchObject({ MetricName: 'IteratorAge', Threshold: 3_600_000 });
  expect(alarm('ReleaseDeadLetters')).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
  });
});

test('all functions of versions know where releases are', () => {
  const variables = (id: string) =>
    resource(apart, 'AWS::Lambda::Function', id)[1].Properties.Environment.Variables;

  expect(variables(FN)).toMatchObject({
    PIPELINES_RELEASES: 'archive',
    PIPELINES_RELEASE_BUCKET: 'team-releases',
    RELEASES_DEAD_LETTERS_URL: { Ref: expect.stringMatching(/^ReleasesDeadLetters/) },
  });
  expect(variables('ApigetVersion')).toMatchObject({ PIPELINES_RELEASES: 'archive' });
});

test.each([
  [{ releases: 'zip' }, 'releases'],
  [{ releaseBucket: 'team-releases' }, 'needs releases'],
  [{ releases: 'prefix', tableName: 'restored' }, 'tableStreamArn'],
  [
    { releases: 'prefix', layers: 'raw,releases', prefix: '{layer}/{namespace}/{name}/' },
    'would lie among the files of the layer releases',
  ],
])('%j is refused', (settings, message) => {
  expect(() => readSettings(settings)).toThrow(message);
});
