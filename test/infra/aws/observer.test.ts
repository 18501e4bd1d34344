// Every edit that changes what is current reaches the queue, and what fails stays to be looked at.
import { describe, expect, test } from 'vitest';
import { resource, synthesized, VARIANTS } from './synthesized.ts';

const { template } = synthesized();
const withExisting = synthesized(VARIANTS['an existing bucket']).template;

const EVENTS = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*', 's3:LifecycleExpiration:DeleteMarkerCreated'];

const [changes, { Properties: queue }] = resource(template, 'AWS::SQS::Queue', 'DraftWatcherChanges');
const [deadLetters, { Properties: deadLetterQueue }] = resource(
  template,
  'AWS::SQS::Queue',
  'DraftWatcherDeadLetters',
);
const [, { Properties: mapping }] = resource(template, 'AWS::Lambda::EventSourceMapping', 'DraftWatcher');

test('the bucket tells all changes of what is current, of every key', () => {
  const [, { Properties, DependsOn }] = resource(template, 'AWS::S3::Bucket', 'Storage');
  const [policy] = resource(template, 'AWS::SQS::QueuePolicy', 'DraftWatcherChanges');

  expect(Properties.NotificationConfiguration).toEqual({
    QueueConfigurations: EVENTS.map((Event) => ({ Event, Queue: { 'Fn::GetAtt': [changes, 'Arn'] } })),
  });
  expect(DependsOn).toContain(policy);
});

test('an existing bucket keeps its other notifications', () => {
  const [, { Properties }] = resource(withExisting, 'Custom::S3BucketNotifications', 'Storage');

  expect(Properties).toMatchObject({ BucketName: 'team-files', Managed: false });
  const told = Properties.NotificationConfiguration.QueueConfigurations;
  expect(told.flatMap(({ Events }: { Events: string[] }) => Events)).toEqual(EVENTS);
});

describe('with bucketEvents=eventbridge', () => {
  const settings = { bucketEvents: 'eventbridge' };
  const { template: ruled } = synthesized(settings);

  test('a rule for files of pipelines in this bucket sends saves and deletions to the queue', () => {
    const [rule, { Properties }] = resource(ruled, 'AWS::Events::Rule', 'DraftWatcherChanges');
    const [bucket, { Properties: ofBucket }] = resource(ruled, 'AWS::S3::Bucket', 'Storage');

    expect(ofBucket.NotificationConfiguration).toEqual({
      EventBridgeConfiguration: { EventBridgeEnabled: true },
    });
    expect(Properties.EventPattern).toEqual({
      source: ['aws.s3'],
      'detail-type': ['Object Created', 'Object Deleted'],
      detail: {
        bucket: { name: [{ Ref: bucket }] },
        object: { key: [{ wildcard: '*/pipelines/*' }] },
      },
    });
    expect(Properties.Targets).toMatchObject([{ Arn: { 'Fn::GetAtt': [changes, 'Arn'] } }]);
    expect(mayBeSentBy(ruled)).toMatchObject([
      {
        Principal: { Service: 'events.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule, 'Arn'] } } },
      },
    ]);
  });

  test('an existing bucket keeps its notifications, and gets EventBridge beside them', () => {
    const existing = synthesized({ ...VARIANTS['an existing bucket'], ...settings }).template;
    const [, { Properties }] = resource(existing, 'Custom::S3BucketNotifications', 'Storage');

    expect(Properties).toMatchObject({ BucketName: 'team-files', Managed: false });
    expect(Properties.NotificationConfiguration).toEqual({ EventBridgeConfiguration: {} });
  });
});

function mayBeSentBy(from: typeof template) {
  const [, { Properties }] = resource(from, 'AWS::SQS::QueuePolicy', 'DraftWatcherChanges');
  const statements: readonly { Effect: string; Principal: unknown; Action: string; Condition: object }[] =
    Properties.PolicyDocument.Statement;
  return statements.filter(({ Effect }) => Effect === 'Allow');
}

test('only S3 may send, for this account, and for the bucket where its name is known before', () => {
  const Action = 'sqs:SendMessage';
  const Principal = { Service: 's3.amazonaws.com' };
  const account = { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } };

  expect(mayBeSentBy(template)).toMatchObject([{ Action, Principal, Condition: { StringEquals: account } }]);
  expect(mayBeSentBy(withExisting)).toMatchObject([
    { Action, Principal, Condition: { StringEquals: account } },
  ]);
  expect(JSON.stringify(mayBeSentBy(withExisting)[0]?.Condition)).toMatch(
    /ArnEquals.*aws:SourceArn.*:s3:::team-files/,
  );
});

test('queues are encrypted, and keep messages for two weeks', () => {
  for (const properties of [queue, deadLetterQueue])
    expect(properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 14 * 24 * 3600 });
});

test('a message comes five times before it is given up', () => {
  expect(queue.RedrivePolicy).toEqual({
    deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters, 'Arn'] },
    maxReceiveCount: 5,
  });
});

test('a message is not handed out again while it is being handled', () => {
  const [, { Properties: observer }] = resource(template, 'AWS::Lambda::Function', 'DraftWatcherObserver');

  expect(queue.VisibilityTimeout).toBeGreaterThanOrEqual(
    6 * observer.Timeout + mapping.MaximumBatchingWindowInSeconds,
  );
});

test('events come in batches whose failures are told one by one', () => {
  expect(mapping).toMatchObject({
    EventSourceArn: { 'Fn::GetAtt': [changes, 'Arn'] },
    BatchSize: 200,
    MaximumBatchingWindowInSeconds: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

describe('the daily check', () => {
  const requester = 'DraftWatcherDailyCheckRequester';

  test('asks for every pipeline once a day, or every so many hours', () => {
    const schedule = (settings: Readonly<Record<string, string>>) =>
      resource(synthesized(settings).template, 'AWS::Events::Rule', 'DraftWatcherDailyCheck')[1].Properties;
    const [fn] = resource(template, 'AWS::Lambda::Function', requester);

    expect(schedule({})).toMatchObject({
      ScheduleExpression: 'rate(1 day)',
      Targets: [{ Arn: { 'Fn::GetAtt': [fn, 'Arn'] }, RetryPolicy: { MaximumRetryAttempts: 2 } }],
    });
    expect(schedule({ reconcile: '6' }).ScheduleExpression).toBe('rate(6 hours)');
  });

  test('may list pipelines and write to the queue, and nothing else of the service', () => {
    const [, { Properties }] = resource(template, 'AWS::IAM::Policy', requester);
    const actions = Properties.PolicyDocument.Statement.flatMap(
      ({ Action }: { Action: string | string[] }) => Action,
    );

    expect(actions.toSorted()).toEqual([
      'dynamodb:Query',
      'dynamodb:Scan',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:SendMessage',
    ]);
  });
});
