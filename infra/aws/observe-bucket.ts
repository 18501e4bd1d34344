// How the bucket's events reach the queue: by its notification, or by EventBridge. A notification's filters cannot say
// `*/pipelines/*`, only how keys begin, so events of other objects come as well, and the function drops them.
import { Aws, Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  BucketNotificationDestinationType,
  type CfnBucket,
  EventType,
  type IBucket,
} from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IDependable } from 'constructs';
import { keyPattern, prefixTemplate } from '../../functions/domain/prefix-template.ts';
import type { Settings } from '../settings.ts';
import { accept } from './accept.ts';

// Every event that changes which version is current. Not lifecycle's LifecycleExpiration:Delete, which removes old versions
// only; transitions, restores from an archive, tags and ACLs, which leave version and content as they are.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
const EVENTS = [
  EventType.OBJECT_CREATED,
  // Delete markers, and deletes for good: that of the newest version makes an older one current again.
  EventType.OBJECT_REMOVED,
  // Lifecycle rules that "delete" current files; ObjectRemoved does not tell.
  EventType.LIFECYCLE_EXPIRATION_DELETE_MARKER_CREATED,
];

export function observeBucket(bucket: IBucket, queue: Queue, settings: Settings): void {
  const { bucketEvents, bucketName } = settings;
  const own = bucketName === undefined ? (bucket.node.defaultChild as CfnBucket) : undefined;
  if (bucketEvents === 'eventbridge') {
    if (own) own.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    else addEventBridge(bucket);
    followRule(bucket, queue, settings);
  } else if (own) setNotification(own, queue, settings);
  else addNotification(bucket, queue, settings);
}

/**
 * S3 allows one notification for an event and a key, and any number of rules. What is deleted, by whomever and by
 * lifecycle rules, is "Object Deleted". https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html
 */
function followRule(bucket: IBucket, queue: Queue, settings: Settings): void {
  const wildcard = eventPattern(settings);
  new Rule(queue, 'BucketEvents', {
    description: 'Files of pipelines that were saved or deleted',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created', 'Object Deleted'],
      detail: {
        bucket: { name: [bucket.bucketName] },
        ...(wildcard !== undefined && { object: { key: [{ wildcard }] } }),
      },
    },
    targets: [new SqsQueue(queue)],
  });
}

/** EventBridge refuses patterns that are all `*` and slashes as too complex. */
function eventPattern({ prefix }: Settings): string | undefined {
  const pattern = keyPattern(prefixTemplate(prefix));
  return /^[*/]*$/.test(pattern) ? undefined : pattern;
}

/** How all keys of pipelines begin; empty by default. */
function beginning({ prefix }: Settings): string {
  return prefixTemplate(prefix).fixed[0] ?? '';
}

function addEventBridge(bucket: IBucket): void {
  bucket.enableEventBridgeNotification();
  acceptCdkHandler(bucket);
}

function setNotification(bucket: CfnBucket, queue: Queue, settings: Settings): void {
  const policy = letSend(queue);
  const value = beginning(settings);
  const filter = value === '' ? {} : { filter: { s3Key: { rules: [{ name: 'prefix', value }] } } };
  bucket.notificationConfiguration = {
    queueConfigurations: EVENTS.map((event) => ({ event, queue: queue.queueArn, ...filter })),
  };
  // S3 tries the queue when it gets the notification.
  bucket.node.addDependency(policy);
}

/** The bucket may have other notifications; the CDK's custom resource leaves them as they are. */
function addNotification(bucket: IBucket, queue: Queue, settings: Settings): void {
  const prefix = beginning(settings);
  const filters = prefix === '' ? [] : [{ prefix }];
  const dependencies = [letSend(queue, bucket.bucketArn)];
  const target = { arn: queue.queueArn, type: BucketNotificationDestinationType.QUEUE, dependencies };
  for (const event of EVENTS) bucket.addEventNotification(event, { bind: () => target }, ...filters);
  acceptCdkHandler(bucket);
}

function acceptCdkHandler(bucket: IBucket): void {
  const handler = Stack.of(bucket).node.tryFindChild(CDK_HANDLER);
  if (handler) accept(handler, { [BASIC_EXECUTION]: "The CDK's own function, which sets the notification." });
}

const CDK_HANDLER = 'BucketNotificationsHandler050a0587b7544547bf325f094a3db834';
const BASIC_EXECUTION =
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]';

// A bucket of this stack gets its ARN after its notification, which needs this policy: naming the bucket here would be a
// circle. The policy then checks the account alone, and the function drops events of other buckets.
function letSend(queue: Queue, bucketArn?: string): IDependable {
  const statement = new PolicyStatement({
    sid: 'EventsOfTheBucket',
    principals: [new ServicePrincipal('s3.amazonaws.com')],
    actions: ['sqs:SendMessage'],
    resources: [queue.queueArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ...(bucketArn !== undefined && { ArnEquals: { 'aws:SourceArn': bucketArn } }),
    },
  });
  return queue.addToResourcePolicy(statement).policyDependable ?? queue;
}
