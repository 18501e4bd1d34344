// The bucket's notification: one queue or webhook receives an event for every object that is created or removed.
import {
  type Event,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
  type QueueConfiguration,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { StartError } from '../start-error.ts';
import { WEBHOOK_ARN, WEBHOOK_TARGET } from '../webhook-settings.ts';

export interface NotificationPlan {
  readonly bucket: string;
  readonly s3Url: string;
  readonly arn: string;
  readonly mayChange: boolean;
}

const CREATED: Event = 's3:ObjectCreated:*';
/** Delete markers included. */
const REMOVED: Event = 's3:ObjectRemoved:*';

/** Leaves all other notifications as they are. Throws a `StartError` if one is missing and must not be added. */
export async function provideNotification(s3: S3Client, plan: NotificationPlan): Promise<void> {
  const { bucket: Bucket, arn } = plan;
  const { $metadata, ...present } = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
  const queues = present.QueueConfigurations ?? [];
  if (queues.some((queue) => queue.QueueArn === arn && tellsAll(queue))) return;
  if (!plan.mayChange) {
    throw new StartError(
      `Bucket ${Bucket} does not send all of its events to ${arn}, so draft_dirty would not turn; ` +
        'add the notification, let --setup do that, or start with --no-events.',
    );
  }
  const wanted: QueueConfiguration = { QueueArn: arn, Events: [CREATED, REMOVED] };
  const NotificationConfiguration = {
    ...present,
    QueueConfigurations: [...queues.filter(({ QueueArn }) => QueueArn !== arn), wanted],
  };
  try {
    await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
  } catch (error) {
    throw arn === WEBHOOK_ARN ? (noWebhook(error, plan) ?? error) : error;
  }
}

function tellsAll({ Events = [], Filter }: QueueConfiguration): boolean {
  const isFiltered = (Filter?.Key?.FilterRules ?? []).length > 0;
  return !isFiltered && Events.includes(CREATED) && Events.includes(REMOVED);
}

function noWebhook(error: unknown, { s3Url }: NotificationPlan): StartError | undefined {
  if (!(error instanceof S3ServiceException) || error.name !== 'InvalidArgument') return undefined;
  return new StartError(
    `S3 at ${s3Url} has no webhook ${WEBHOOK_TARGET} for its events. MinIO has one when it is started with ` +
      `MINIO_NOTIFY_WEBHOOK_ENABLE_${WEBHOOK_TARGET}=on (see infra/local/compose.yaml); ` +
      'for S3 with queues give --sqs; --no-events starts without.',
    { cause: error },
  );
}
