// Turns the props of PipelineVersioning into settings: constructs become the names that the settings have for them, and all
// of it is checked by the settings' own rules.
import { Names, Stack } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { checkSettings, readsStream, type Settings, wrongSettings } from '../settings.ts';
import type { PipelineVersioningProps } from './pipeline-versioning-props.ts';

/** What the app decides for its stacks. */
export type OfStack = 'stackName' | 'tags' | 'permissionsBoundary';

/** A Cognito domain has 63 characters at most; the account's number takes 13 of them. */
const MAX_NAME = 50;

/** Throws an error that names the construct and each prop that is unknown, mistyped, or at odds with another. */
export function settingsOf(scope: Construct, props: PipelineVersioningProps): Settings {
  const { serviceName = Names.uniqueResourceName(scope, { maxLength: MAX_NAME }), ...others } = props;
  const what = `props of ${scope.node.path}`;
  const [wrong] = [...ofStack(others), ...twice(props), ...ofBucket(scope, props)];
  if (wrong) throw wrongSettings(what, `✖ ${wrong.problem}\n  → at ${wrong.name}`);
  return checkSettings({ ...asNames(others), stackName: serviceName }, { what, stackName: 'serviceName' });
}

interface Wrong {
  readonly name: string;
  readonly problem: string;
}

function* ofStack(props: object): Generator<Wrong> {
  for (const name of ['stackName', 'tags', 'permissionsBoundary'] satisfies OfStack[])
    if (name in props) yield { name, problem: 'the app decides about it, for its stack' };
}

function* twice(props: PipelineVersioningProps): Generator<Wrong> {
  for (const [construct, name] of NAMED_BY) {
    if (props[construct] && props[name]) yield { name, problem: `give this or ${construct}, not both` };
  }
}

/** The notification of another stack's bucket would need this stack's queue, and the queue's policy that bucket. */
function* ofBucket(scope: Construct, { bucket, bucketEvents }: PipelineVersioningProps): Generator<Wrong> {
  const isMade = bucket?.node.defaultChild instanceof CfnBucket;
  if (isMade && Stack.of(bucket) !== Stack.of(scope) && bucketEvents !== 'eventbridge')
    yield { name: 'bucketEvents', problem: "must be 'eventbridge': another stack makes the bucket" };
}

const NAMED_BY = [
  ['bucket', 'bucketName'],
  ['bucket', 'bucketKeyArn'],
  ['kmsKey', 'kmsKeyArn'],
  ['table', 'tableName'],
  ['userPool', 'userPoolId'],
  ['alarmTopic', 'alarmTopicArn'],
  ['apiCertificate', 'apiCertificateArn'],
  ['portalCertificate', 'portalCertificateArn'],
] as const;

/** Of a table of the app's own; it may have one for other uses. */
function streamOf({ table, eventBus, notifyUrl, releases }: PipelineVersioningProps): string | undefined {
  return readsStream({ eventBus, notifyUrl, releases }) ? table?.tableStreamArn : undefined;
}

function asNames(props: PipelineVersioningProps): Readonly<Record<string, unknown>> {
  const { bucket, kmsKey, table, userPool, alarmTopic, apiCertificate, portalCertificate, ...others } = props;
  const tableStreamArn = streamOf(props);
  return {
    ...others,
    ...(bucket && { bucketName: bucket.bucketName }),
    ...(bucket?.encryptionKey && { bucketKeyArn: bucket.encryptionKey.keyArn }),
    ...(kmsKey && { kmsKeyArn: kmsKey.keyArn }),
    ...(table && { tableName: table.tableName }),
    ...(tableStreamArn !== undefined && { tableStreamArn }),
    ...(userPool && { userPoolId: userPool.userPoolId }),
    ...(alarmTopic && { alarmTopicArn: alarmTopic.topicArn }),
    ...(apiCertificate && { apiCertificateArn: apiCertificate.certificateArn }),
    ...(portalCertificate && { portalCertificateArn: portalCertificate.certificateArn }),
  };
}
