// Where alarms go: the topic that is given, or one made for the address that is given, or nowhere.
import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { keyOf } from './encryption-key.ts';

export function alarmTopic(scope: Construct, settings: Settings): ITopic | undefined {
  const { alarmTopicArn, alarmEmail } = settings;
  if (alarmTopicArn) return Topic.fromTopicArn(scope, 'GivenTopic', alarmTopicArn);
  if (!alarmEmail) return undefined;
  const masterKey = keyOf(scope, 'TopicKey', settings);
  const topic = new Topic(scope, 'Topic', { enforceSSL: true, ...(masterKey && { masterKey }) });
  topic.addSubscription(new EmailSubscription(alarmEmail));
  letAlarmsSend(topic);
  return topic;
}

// `enforceSSL` brings a policy, and a policy takes the place of SNS's own, under which the account's alarms may send.
// https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
function letAlarmsSend(topic: Topic): void {
  const alarms = { service: 'cloudwatch', resource: 'alarm', resourceName: '*' };
  const arn = Stack.of(topic).formatArn({ ...alarms, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfTheAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { ArnLike: { 'aws:SourceArn': arn } },
    }),
  );
}
