// News by the table's stream: what there is with the settings, what it may do, and that nothing changes without them.
import { describe, expect, test } from 'vitest';
import { GIVEN_UP_AFTER_MS, pauseSeconds } from '../../../functions/events/deliver-notices.ts';
import { readSettings } from '../../../infra/settings.ts';
import { linesOf, statementsOf } from './granted.ts';
import { resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const NOTIFY = 'https://hooks.example.com/pipelines';
const plain = synthesized().template;
const onBus = synthesized({ eventBus: 'team' }).template;
const notified = synthesized({ notifyUrl: NOTIFY }).template;
const both = synthesized({ eventBus: 'team', notifyUrl: NOTIFY }).template;

const FN = 'NewsDeliver';
const linesIn = (template: typeof plain) =>
  linesOf(statementsOf(template, FN)).map((line) =>
    line.replace(/(News\w+?|StorageTable\w+?)[0-9A-F]{8}$/, '$1'),
  );
const tableOf = (template: typeof plain) => resource(template, 'AWS::DynamoDB::GlobalTable', 'Storage');
const fnOf = (template: typeof plain) => resource(template, 'AWS::Lambda::Function', FN)[1].Properties;

test('without the settings there is no stream, and nothing that reads one', () => {
  expect(tableOf(plain)[1].Properties.StreamSpecification).toBeUndefined();
  expect(resourcesOf(plain).filter(([id]) => id.startsWith('News'))).toEqual([]);
});

test.each([
  ['eventBus', onBus],
  ['notifyUrl', notified],
])('%s gives the same table a stream, and changes nothing else of what is there without', (_, template) => {
  const [id, { Properties, ...table }] = tableOf(template);
  const { StreamSpecification, ...properties } = Properties;
  const ids = new Set(resourcesOf(template).map(([name]) => name));

  expect(StreamSpecification).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  expect([id, { ...table, Properties: properties }]).toEqual(tableOf(plain));
  expect(resourcesOf(plain).filter(([name]) => !ids.has(name))).toEqual([]);
});

describe('the function may do what it does, and nothing else', () => {
  const LOG = ['logs:CreateLogStream log', 'logs:PutLogEvents log'];
  const STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
    (name) => `dynamodb:${name} table`,
  );
  const DEAD = ['sqs:SendMessage NewsDeadLetters'];
  const BUS = ['events:PutEvents arn:AWS::Partition:events:AWS::Region:AWS::AccountId:event-bus/team'];
  const WEB = [
    'secretsmanager:GetSecretValue NewsSecret',
    ...['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl'].map(
      (name) => `sqs:${name} NewsNotices`,
    ),
    'sqs:ReceiveMessage NewsNotices',
    'sqs:SendMessage NewsNotices',
  ];

  test.each([
    ['eventBus', onBus, BUS],
    ['notifyUrl', notified, WEB],
    ['both', both, [...BUS, ...WEB]],
  ])('with %s', (_, template, more) => {
    expect(linesIn(template)).toEqual([...LOG, ...STREAM, ...DEAD, ...more].toSorted());
  });

  test('a given table is read by its own stream, a given bus is its ARN', () => {
    const { template } = synthesized(VARIANTS['news of an existing table']);
    const { tableStreamArn, eventBus } = VARIANTS['news of an existing table'];

    expect(linesIn(template)).toEqual(
      [
        ...LOG,
        ...STREAM.map((line) => line.replace('table', tableStreamArn)),
        ...DEAD,
        `events:PutEvents ${eventBus}`,
      ].toSorted(),
    );
  });

  test('a customer’s key is used through SQS and DynamoDB alone', () => {
    const { template } = synthesized(VARIANTS['a given key']);
    const onKey = statementsOf(template, FN).filter(({ Action }) => JSON.stringify(Action).includes('kms:'));

    expect(onKey.length).toBeGreaterThan(1);
    expect(JSON.stringify(onKey)).toContain('dynamodb.');
    for (const { Resource } of onKey) expect(Resource).toBe(VARIANTS['a given key'].kmsKeyArn);
  });
});

test('no other function knows where news goes, or may read the secret', () => {
  const told = resourcesOf(both, 'AWS::Lambda::Function').filter(([, { Properties }]) =>
    JSON.stringify(Properties).includes('NEWS_'),
  );
  const readers = resourcesOf(both, 'AWS::IAM::Policy').filter(([, policy]) =>
    JSON.stringify(policy).includes('secretsmanager:'),
  );

  expect(told.map(([id]) => id.slice(0, -8))).toEqual(['NewsDeliverFunction']);
  expect(readers).toHaveLength(1);
  expect(fnOf(both).Environment.Variables).toMatchObject({
    NEWS_EVENT_BUS: 'team',
    NEWS_NOTIFY_URL: NOTIFY,
    NEWS_NOTIFY_SECRET_ARN: { Ref: expect.stringMatching(/^NewsSecret/) },
    NEWS_QUEUE_URL: { Ref: expect.stringMatching(/^NewsNotices/) },
    NEWS_DEAD_LETTERS_URL: { Ref: expect.stringMatching(/^NewsDeadLetters/) },
  });
});

test('the stream is read from its beginning, without a limit to tries, and only for items that have news', () => {
  const [, { Properties }] = resource(onBus, 'AWS::Lambda::EventSourceMapping', 'NewsStream');

  expect(Properties).toMatchObject({
    StartingPosition: 'TRIM_HORIZON',
    EventSourceArn: { 'Fn::GetAtt': [tableOf(onBus)[0], 'StreamArn'] },
  });
  expect(Properties.MaximumRetryAttempts).toBeUndefined();
  expect(Properties.MaximumRecordAgeInSeconds).toBeUndefined();
  expect(JSON.parse(Properties.FilterCriteria.Filters[0].Pattern)).toEqual({
    dynamodb: { Keys: { sk: { S: ['STATE', 'FREEZE'] } } },
  });
});

test('events wait in a queue that keeps their order, longer than they are tried', () => {
  const queues = resourcesOf(notified, 'AWS::SQS::Queue').filter(([id]) => id.startsWith('News'));
  const [, { Properties: notices }] = resource(notified, 'AWS::SQS::Queue', 'NewsNotices');
  const tries = notices.RedrivePolicy.maxReceiveCount;
  const leastSeconds = Array.from({ length: tries }, (_, index) => pauseSeconds(index + 1, 0));

  expect(queues).toHaveLength(2);
  for (const [, { Properties }] of queues)
    expect(Properties).toMatchObject({ FifoQueue: true, MessageRetentionPeriod: 14 * 86_400 });
  expect(leastSeconds.reduce((sum, pause) => sum + pause, 0) * 1_000).toBeGreaterThan(GIVEN_UP_AFTER_MS);
  expect(notices.VisibilityTimeout).toBeGreaterThanOrEqual(6 * fnOf(notified).Timeout);
  expect(resourcesOf(onBus, 'AWS::SQS::Queue').filter(([id]) => id.startsWith('NewsNotices'))).toEqual([]);
});

test('late news and dead letters have an alarm each', () => {
  const alarm = (id: string) => resource(both, 'AWS::CloudWatch::Alarm', `Alarms${id}`)[1].Properties;

  expect(alarm('NewsLate')).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'IteratorAge',
    Statistic: 'Maximum',
    Threshold: 600_000,
  });
  expect(alarm('NewsDeadLetters')).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
    Dimensions: [
      { Name: 'QueueName', Value: { 'Fn::GetAtt': [expect.stringMatching(/^NewsDead/), 'QueueName'] } },
    ],
  });
});

describe('settings', () => {
  const STREAM = VARIANTS['news of an existing table'].tableStreamArn;

  test.each([
    [{ notifyUrl: 'http://hooks.example.com' }, 'notifyUrl'],
    [{ eventBus: 'a bus' }, 'eventBus'],
    [{ eventBus: 'team', tableName: 'restored' }, 'tableStreamArn'],
    [
      { tableName: 'restored', tableStreamArn: STREAM },
      'needs tableName, and eventBus, notifyUrl or releases',
    ],
    [{ eventBus: 'team', tableStreamArn: STREAM }, 'needs tableName, and eventBus, notifyUrl or releases'],
    [{ eventBus: 'team', tableName: 'restored', tableStreamArn: 'arn:aws:dynamodb:x' }, 'ARN of a stream'],
  ])('%j is refused', (settings, message) => {
    expect(() => readSettings(settings)).toThrow(message);
  });
});
