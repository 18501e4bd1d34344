// Edits to the bucket reach the flag: S3 events → queue → observe-drafts (docs/design.md, "Observe"). What fails again
// and again ends in the dead-letter queue, with an alarm.
import { Duration } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Needs } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';
import { DailyCheck } from './daily-check.ts';
import { keyOf } from './encryption-key.ts';
import { observeBucket } from './observe-bucket.ts';
import { serviceFunction } from './service-function.ts';
import type { Storage } from './storage.ts';

/** The rights that observing a draft takes, and looking for the pins of its current version. */
export const OBSERVER: Needs = { table: ['read', 'observe'], bucket: ['list', 'head'] };

// Tries begin within 10 s (functions/events/observe-drafts.ts), and a request that hangs is given up after 9.
const TIMEOUT = Duration.seconds(30);
const WINDOW = Duration.seconds(1);
// AWS advises six times the timeout and the window, or slow batches come twice. It is also how long a failed message
// waits for its next try: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
const VISIBILITY = Duration.seconds(6 * TIMEOUT.toSeconds() + WINDOW.toSeconds());
const TRIES = 5;

export interface ObserverProps {
  readonly storage: Storage;
  readonly settings: Settings;
}

export class Observer extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly fn: LambdaFunction;

  constructor(scope: Construct, id: string, { storage, settings }: ObserverProps) {
    super(scope, id);
    const encryptionMasterKey = keyOf(this, 'QueueKey', settings);
    const queue = {
      ...(encryptionMasterKey ? { encryptionMasterKey } : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', queue);
    this.queue = new Queue(this, 'Changes', {
      ...queue,
      visibilityTimeout: VISIBILITY,
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: TRIES },
    });
    observeBucket(storage.bucket, this.queue, settings);

    this.fn = serviceFunction(this, 'Observer', {
      entry: 'functions/handlers/observe-drafts.ts',
      description: 'Keeps draft_dirty true after edits',
      timeout: TIMEOUT,
      settings,
    });
    storage.bind(this.fn, OBSERVER);
    new DailyCheck(this, 'DailyCheck', { storage, queue: this.queue, settings });
    this.fn.addEventSource(
      new SqsEventSource(this.queue, {
        // A thousand saves of one upload are five observations instead of a thousand. 200 different pipelines, 16 at
        // a time and 0.3 s each, stay far below the timeout.
        batchSize: 200,
        // More than 10 messages need a window; the shortest is how much later a flag can turn.
        maxBatchingWindow: WINDOW,
        reportBatchItemFailures: true,
        // Observers of one pipeline make each other list again, once; five of them look after 80 pipelines at once.
        maxConcurrency: 5,
      }),
    );
  }
}
