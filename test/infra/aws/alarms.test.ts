// An alarm goes off when the service does not do its work.
import { describe, expect, test } from 'vitest';
import { printedMetrics } from '../../support/printed-metrics.ts';
import { namingRoutes } from './route-functions.ts';
import { resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const { template } = synthesized({ alarms: 'all' });

const alarm = (id: string) => resource(template, 'AWS::CloudWatch::Alarm', `Alarms${id}`)[1].Properties;

describe('every function has an alarm for its errors and one for its slowest answers', () => {
  test.each(namingRoutes.map((route) => [route.operationId, `${route.method} ${route.path}`] as const))(
    '%s',
    (id, name) => {
      expect(alarm(`${id}Errors`).MetricName).toBe('ServerErrors');
      expect(alarm(`${id}Errors`).Dimensions).toContainEqual({ Name: 'Route', Value: name });
      expect(alarm(`${id}Slow`)).toMatchObject({ MetricName: 'Duration', ExtendedStatistic: 'p99' });
    },
  );
});

test('routes that can lose a race have an alarm for conflicts', () => {
  const ids = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(([id]) => id);

  expect(ids.filter((id) => /Conflicts/.test(id)).map((id) => id.replace(/Conflicts.*/, ''))).toEqual([
    'AlarmspublishVersion',
    'AlarmsrollbackVersion',
  ]);
});

test('ten alarms are made by default, and all of them by setting', () => {
  const idsWith = (settings: object) =>
    resourcesOf(synthesized({ ...settings }).template, 'AWS::CloudWatch::Alarm').map(([id]) => id);

  expect(
    idsWith({})
      .map((id) => id.slice('Alarms'.length, -8))
      .toSorted(),
  ).toEqual([
    'ApiErrors',
    'ApiThrottled',
    'DeadLetters',
    'DraftChangesLate',
    'EventToFlagSlow',
    'FunctionsThrottled',
    'LostPins',
    'TableReadsThrottled',
    'TableWritesThrottled',
    'getPublishedSlow',
  ]);
  expect(idsWith({ alarms: 'all' })).toEqual(expect.arrayContaining(idsWith({})));
});

test('two alarms read what AWS counts, and need no access log', () => {
  const [api] = resource(template, 'AWS::ApiGateway::Stage', 'Api');

  expect(alarm('ApiErrors')).toMatchObject({
    Namespace: 'AWS/ApiGateway',
    MetricName: '5XXError',
    Statistic: 'Sum',
    Dimensions: [
      { Name: 'ApiName', Value: 'PipelineVersioning' },
      { Name: 'Stage', Value: { Ref: api } },
    ],
  });
  // Of all functions: what uses up the account's concurrency throttles them all.
  expect(alarm('FunctionsThrottled')).toMatchObject({ Namespace: 'AWS/Lambda', MetricName: 'Throttles' });
  expect(alarm('FunctionsThrottled').Dimensions).toBeUndefined();
});

test('two ways in have an alarm each for 5xx, since AWS counts by the name of the API', () => {
  const { template: withTokens } = synthesized(VARIANTS['tokens of an issuer']);
  const countedBy = (id: string) =>
    resource(withTokens, 'AWS::CloudWatch::Alarm', id)[1].Properties.Dimensions[0].Value;
  const names = resourcesOf(withTokens, 'AWS::ApiGateway::RestApi').map(
    ([, { Properties }]) => Properties.Name,
  );

  expect([countedBy('AlarmsApiErrors'), countedBy('AlarmsSignedApiErrors')]).toEqual([
    'PipelineVersioning',
    'PipelineVersioning-signed',
  ]);
  expect(names.toSorted()).toEqual(['PipelineVersioning', 'PipelineVersioning-signed']);
});

test('one message in the dead-letter queue is enough', () => {
  expect(alarm('DeadLetters')).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
    EvaluationPeriods: 1,
  });
});

test('late events, throttled requests and a throttled table each have an alarm', () => {
  expect(alarm('DraftChangesLate').MetricName).toBe('ApproximateAgeOfOldestMessage');
  expect(alarm('ApiThrottled').MetricName).toBe('Throttled');
  expect(alarm('TableReadsThrottled').MetricName).toBe('ReadThrottleEvents');
  expect(alarm('TableWritesThrottled').MetricName).toBe('WriteThrottleEvents');
});

describe.each(['PipelineVersioning', 'AnotherStack'])('in the stack %s', (stackName) => {
  const { template: ofStack } = synthesized({ stackName });

  test('the alarm for slow flags reads this very stack’s metric', async () => {
    const [, observer] = resource(ofStack, 'AWS::Lambda::Function', 'DraftWatcherObserver');
    const [line] = await printedMetrics(observer.Properties.Environment.Variables, async () => {
      const { measureEventToFlag } = await import('../../../functions/metrics.ts');
      measureEventToFlag(1);
    });
    const [, { Properties: watched }] = resource(ofStack, 'AWS::CloudWatch::Alarm', 'AlarmsEventToFlagSlow');

    expect(watched).toMatchObject({ MetricName: 'EventToFlag', ExtendedStatistic: 'p95', Threshold: 60_000 });
    expect(line?._aws.CloudWatchMetrics).toMatchObject([
      {
        Namespace: watched.Namespace,
        Dimensions: [watched.Dimensions.map(({ Name }: { Name: string }) => Name)],
        Metrics: [{ Name: 'EventToFlag', Unit: 'Milliseconds' }],
      },
    ]);
    for (const { Name, Value } of watched.Dimensions) expect(line?.[Name]).toBe(Value);
    expect(JSON.stringify(watched.Dimensions)).toContain(stackName);
  });

  test('what the access log counts carries the stack', () => {
    const [, { Properties }] = resource(ofStack, 'AWS::CloudWatch::Alarm', 'AlarmsApiThrottled');

    expect(Properties.Dimensions).toEqual([{ Name: 'Stack', Value: stackName }]);
  });
});

test('no traffic is no alarm', () => {
  for (const [, { Properties }] of resourcesOf(template, 'AWS::CloudWatch::Alarm'))
    expect(Properties.TreatMissingData).toBe('notBreaching');
});

test('counted outcomes have the dimensions that alarms look for', () => {
  const filters = resourcesOf(template, 'AWS::Logs::MetricFilter').map(([, { Properties }]) => Properties);

  const counted = filters.map(({ FilterPattern, MetricTransformations: [{ MetricName, Dimensions }] }) => [
    MetricName,
    FilterPattern,
    Dimensions.map(({ Value }: { Value: string }) => Value),
  ]);
  expect(counted.toSorted()).toEqual([
    ['Conflicts', '{ $.status = 409 }', ['$.stack', '$.route']],
    ['ServerErrors', '{ $.status >= 500 }', ['$.stack', '$.route']],
    ['Throttled', '{ $.status = 429 }', ['$.stack']],
  ]);
});

test('alarms go to the topic that was asked for, and nowhere by default', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:111122223333:alarms';
  const actionsWith = (settings: object) =>
    new Set(
      resourcesOf(synthesized({ ...settings }).template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) =>
        JSON.stringify(Properties.AlarmActions),
      ),
    );
  const { template: mailed } = synthesized(VARIANTS['all there is to switch on']);

  expect(actionsWith({})).toEqual(new Set([undefined]));
  expect(actionsWith({ alarmTopicArn: topicArn })).toEqual(new Set([JSON.stringify([topicArn])]));
  expect(resource(mailed, 'AWS::SNS::Subscription', 'Alarms')[1].Properties).toMatchObject({
    Protocol: 'email',
    Endpoint: 'team@example.com',
  });
});

test('CloudWatch may send to the topic that the stack makes', () => {
  const { template: mailed } = synthesized(VARIANTS['all there is to switch on']);
  const [topic] = resource(mailed, 'AWS::SNS::Topic', 'Alarms');
  const [, { Properties }] = resource(mailed, 'AWS::SNS::TopicPolicy', 'Alarms');

  // A policy of our own replaces that of SNS, under which every service of the account may.
  expect(Properties.PolicyDocument.Statement).toContainEqual(
    expect.objectContaining({
      Effect: 'Allow',
      Action: 'sns:Publish',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Resource: { Ref: topic },
    }),
  );
  expect(JSON.stringify(Properties)).toMatch(/"ArnLike":{"aws:SourceArn":.*AccountId.*:alarm:\*/);
});

const [, { Properties: dashboard }] = resource(template, 'AWS::CloudWatch::Dashboard', 'Alarms');

test('there is one dashboard, named after stack and region: dashboards are one for all regions', () => {
  expect(resourcesOf(template, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
  expect(dashboard.DashboardName).toEqual({
    'Fn::Join': ['', ['PipelineVersioning-', { Ref: 'AWS::Region' }]],
  });
});

test('the dashboard shows the way from an event to the flag', () => {
  const body: string = dashboard.DashboardBody['Fn::Join'][1]
    .filter((part: unknown) => typeof part === 'string')
    .join('');

  for (const statistic of ['p50', 'p95', 'Maximum'])
    expect(body).toMatch(
      new RegExp(`"EventToFlag","service","PipelineVersioning",{[^}]*"stat":"${statistic}"`),
    );
});
