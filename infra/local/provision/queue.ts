// The queue of a bucket's events, with its dead-letter queue. One for each bucket: the handler takes the events of
// its own bucket only, and would drop those of another.
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';

export interface EventQueue {
  readonly url: string;
  readonly arn: string;
  /** Of the SQS server. */
  readonly endpoint: string;
}

/** Deliveries before a message goes to the dead-letter queue. */
const MAX_RECEIVES = 5;
/** Longer than a delivery takes, with a reserve: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const VISIBILITY_TIMEOUT_S = 30;
const FOURTEEN_DAYS_S = 14 * 24 * 60 * 60;

/** Uses existing queues as they are. */
export async function provideQueue(sqs: SQSClient, endpoint: string, bucket: string): Promise<EventQueue> {
  const failed = await provide(sqs, `${queuePrefix(bucket)}-failed`, {
    MessageRetentionPeriod: String(FOURTEEN_DAYS_S),
  });
  const changes = await provide(sqs, `${queuePrefix(bucket)}-changes`, {
    VisibilityTimeout: String(VISIBILITY_TIMEOUT_S),
    MessageRetentionPeriod: String(FOURTEEN_DAYS_S),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: failed.arn, maxReceiveCount: MAX_RECEIVES }),
    Policy: JSON.stringify(mayBeSentBy(bucket)),
  });
  return { ...changes, endpoint };
}

/** A queue's name has no dots, and 80 characters at most; a bucket's has no underscores, and 63. */
export function queuePrefix(bucket: string): string {
  return `${bucket.replaceAll('.', '_')}-draft`;
}

type Attributes = Partial<Record<QueueAttributeName, string>>;

async function provide(
  sqs: SQSClient,
  QueueName: string,
  attributes: Attributes,
): Promise<Omit<EventQueue, 'endpoint'>> {
  const url = (await urlOf(sqs, QueueName)) ?? (await create(sqs, QueueName, attributes));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }),
  );
  return { url, arn: Attributes?.QueueArn ?? '' };
}

async function urlOf(sqs: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (error) {
    if (error instanceof QueueDoesNotExist) return undefined;
    throw error;
  }
}

async function create(sqs: SQSClient, QueueName: string, Attributes: Attributes): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html */
function mayBeSentBy(bucket: string): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:s3:::${bucket}` } },
      },
    ],
  };
}
