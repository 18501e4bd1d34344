// Creates the table, the bucket and its notification if they are missing, and checks those that exist. Repeating it
// changes nothing.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readLifecycleRules } from '../../../functions/adapters/s3/bucket-lifecycle.ts';
import { describeHarm, harmfulRules } from '../../../functions/domain/lifecycle.ts';
import type { Endpoints } from '../endpoints.ts';
import { WEBHOOK_ARN } from '../webhook-settings.ts';
import { type BucketPlan, isEmpty, provideBucket, provideReleaseBucket } from './bucket.ts';
import { isDemoPipeline, putDemo } from './demo.ts';
import { provideNotification } from './notification.ts';
import { type EventQueue, provideQueue } from './queue.ts';
import { explainFailure, type GivenServer } from './server-failure.ts';
import { provideTable } from './table.ts';

export interface ProvisionPlan extends Endpoints, BucketPlan {
  readonly table: string;
  /** Of releases, where it is not the pipelines'. */
  readonly releaseBucket?: string | undefined;
  /** Which buckets get the demo pipeline: new ones, new and empty ones, or none. */
  readonly demo: 'into-new' | 'into-empty' | 'no';
  /** Where the bucket sends its events; `none` if they need no setup. */
  readonly events: { readonly by: 'none' | 'webhook' } | { readonly by: 'queue'; readonly sqsUrl: string };
}

export interface Provisioned {
  readonly queue?: EventQueue | undefined;
  /** What the user had better know of a bucket that can be used. */
  readonly warnings: readonly string[];
}

/** Talks to S3 and DynamoDB as the Lambda environment says. Rejects with a `StartError` for what the user can mend. */
export async function provision(plan: ProvisionPlan): Promise<Provisioned> {
  const dynamodb = new DynamoDBClient();
  const s3 = new S3Client({ forcePathStyle: true });
  const server: GivenServer = { name: 'DynamoDB', url: plan.dynamodbUrl, flag: '--dynamodb' };
  // Waits for both: when one has failed, the other may still be using its client.
  const [bucket, table] = await Promise.allSettled([
    provideBucketWithEvents(s3, plan),
    explainFailure(provideTable(dynamodb, plan.table), server),
  ]);
  dynamodb.destroy();
  s3.destroy();
  if (bucket.status === 'rejected') throw bucket.reason;
  if (table.status === 'rejected') throw table.reason;
  return bucket.value;
}

async function provideBucketWithEvents(s3: S3Client, plan: ProvisionPlan): Promise<Provisioned> {
  const server: GivenServer = { name: 'S3', url: plan.s3Url, flag: '--s3' };
  const state = await explainFailure(provideBucket(s3, plan), server);
  if (plan.releaseBucket !== undefined)
    await explainFailure(provideReleaseBucket(s3, plan.releaseBucket), server);
  const queue = plan.events.by === 'queue' ? await queueOf(plan.bucket, plan.events.sqsUrl) : undefined;
  if (plan.events.by !== 'none') {
    const mayChange = state === 'new' || plan.setup;
    await explainFailure(
      provideNotification(s3, { ...plan, arn: queue?.arn ?? WEBHOOK_ARN, mayChange }),
      server,
    );
  }
  // After the notification: its events are the first to arrive.
  if (await wantsDemo(s3, plan, state)) await explainFailure(putDemo(s3, plan.bucket), server);
  const rules = await explainFailure(readLifecycleRules(s3, plan.bucket), server);
  return { queue, warnings: warningsOn(rules) };
}

function warningsOn(rules: Awaited<ReturnType<typeof readLifecycleRules>>): readonly string[] {
  if (rules === null)
    return ["The bucket's lifecycle rules cannot be looked at: they may delete what versions pin."];
  const harmful = harmfulRules(rules);
  return harmful.length === 0 ? [] : [describeHarm(harmful)];
}

async function wantsDemo(s3: S3Client, { demo, bucket }: ProvisionPlan, state: 'new' | 'existing') {
  if (!isDemoPipeline()) return false;
  if (demo === 'no' || state === 'new') return demo !== 'no';
  return demo === 'into-empty' && (await isEmpty(s3, bucket));
}

async function queueOf(bucket: string, sqsUrl: string): Promise<EventQueue> {
  const sqs = new SQSClient({ endpoint: sqsUrl });
  try {
    return await explainFailure(provideQueue(sqs, sqsUrl, bucket), {
      name: 'SQS',
      url: sqsUrl,
      flag: '--sqs',
    });
  } finally {
    sqs.destroy();
  }
}
