// The one customer-managed key of `kmsKeyArn`: for the bucket, the table, the queues, the alarms' topic and the logs. AWS's own
// services write to three of them, which the key's policy has to allow; what functions may do with it is in their roles.
import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { removalOf } from './removal.ts';

/**
 * The settings with the ARN of the key in place of `make`. `given`: the key where the app has it as a construct. The policy
 * of a key that is only named cannot be changed here; infra/settings.md has the statements that it needs.
 */
export function withKey(scope: Construct, settings: Settings, given?: IKey): Settings {
  const key = given ?? (settings.kmsKeyArn === 'make' ? newKey(scope, settings) : undefined);
  if (key === undefined) return settings;
  for (const statement of servicesUse(scope)) key.addToResourcePolicy(statement);
  return { ...settings, kmsKeyArn: key.keyArn };
}

/** The key of settings that `withKey` has seen. */
export function keyOf(scope: Construct, id: string, { kmsKeyArn }: Settings): IKey | undefined {
  return kmsKeyArn === undefined ? undefined : Key.fromKeyArn(scope, id, kmsKeyArn);
}

export interface KeyUse {
  readonly keyArn: string;
  readonly actions: readonly string[];
  /** By this service alone, on the caller's behalf. */
  readonly service: 's3' | 'dynamodb' | 'sqs';
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
export function useOfKey({ keyArn, actions, service }: KeyUse): PolicyStatement[] {
  if (actions.length === 0) return [];
  const via = { 'kms:ViaService': `${service}.${Aws.REGION}.amazonaws.com` };
  return [
    new PolicyStatement({ actions: [...actions], resources: [keyArn], conditions: { StringEquals: via } }),
  ];
}

function newKey(scope: Construct, settings: Settings): Key {
  const description = `Files, versions, events and logs of ${settings.stackName}`;
  return new Key(scope, 'Key', { description, enableKeyRotation: true, removalPolicy: removalOf(settings) });
}

/**
 * `IfExists`: AWS says of S3 and EventBridge which key policy encrypted queues need, and not whether the account comes with
 * their requests.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 */
function servicesUse(scope: Construct): PolicyStatement[] {
  const logs = Stack.of(scope).formatArn({ service: 'logs', resource: '*' });
  return [
    new PolicyStatement({
      sid: 'LogGroupsOfTheAccount',
      principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logs } },
    }),
    new PolicyStatement({
      sid: 'EventsAndAlarmsOfTheAccount',
      principals: ['s3', 'events', 'cloudwatch'].map((name) => new ServicePrincipal(`${name}.amazonaws.com`)),
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
      conditions: { StringEqualsIfExists: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  ];
}
