// Somebody is told when the service does not do what it is there for.
import { describe, expect, test } from 'vitest';
import { routeTable } from '../../../functions/http/routes.ts';
import { resource, resourcesOf, synthesized, VARIANTS } from './synthesized.ts';

const { template } = synthesized();

const alarm = (id: string) => resource(template, 'AWS::CloudWatch::Alarm', `Alarms${id}`)[1].Properties;

describe('every route has an alarm for its errors and one for its slowest answers', () => {
  test.each(routeTable.map((route) => [route.operationId, `${route.method} ${route.path}`] as const))(
    '%s',
    (id, name) => {
      expect(alarm(`${id}Errors`).MetricName).toBe('ServerErrors');
      expect(alarm(`${id}Errors`).Dimensions).toContainEqual({ Name: 'Route', Value: name });
      expect(JSON.stringify(alarm(`${id}Slow`))).toMatch(/"Duration".*"Stat":"p99"/);
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

test('one message in the dead-letter queue is enough', () => {
  expect(alarm('DeadLetters')).toMatchObject({
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
    EvaluationPeriods: 1,
  });
});

test('late events, throttled requests and a throttled table are told', () => {
  expect(alarm('DraftChangesLate').MetricName).toBe('ApproximateAgeOfOldestMessage');
  expect(alarm('ApiThrottled').MetricName).toBe('Throttled');
  expect(JSON.stringify(alarm('TableThrottled').Metrics)).toMatch(/ReadThrottleEvents.*WriteThrottleEvents/);
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

test('there is one dashboard', () => {
  expect(resourcesOf(template, 'AWS::CloudWatch::Dashboard')).toHaveLength(1);
});
