// Once a day each pipeline is asked for in the observer's queue: that mends what lost events left behind, and finds pins of
// current versions that are gone (functions/events/request-checks.ts).
import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Needs } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';
import { useOfKey } from './encryption-key.ts';
import { serviceFunction } from './service-function.ts';
import type { Storage } from './storage.ts';

/** The rights that asking for every pipeline takes. */
export const CHECK_REQUESTER: Needs = { table: ['list'], bucket: [] };

/** Ten pipelines a request: 100,000 take a minute or two. */
const TIMEOUT = Duration.minutes(15);

export interface DailyCheckProps {
  readonly storage: Storage;
  readonly queue: Queue;
  readonly settings: Settings;
}

export class DailyCheck extends Construct {
  constructor(scope: Construct, id: string, { storage, queue, settings }: DailyCheckProps) {
    super(scope, id);
    const fn = serviceFunction(this, 'Requester', {
      entry: 'functions/handlers/request-checks.ts',
      description: 'Asks the observer to look at every pipeline',
      timeout: TIMEOUT,
      environment: { DRAFT_CHANGES_QUEUE_URL: queue.queueUrl },
      settings,
    });
    storage.bind(fn, CHECK_REQUESTER);
    fn.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
    const { kmsKeyArn: keyArn } = settings;
    if (keyArn !== undefined) {
      const actions = ['kms:GenerateDataKey', 'kms:Decrypt'];
      for (const statement of useOfKey({ keyArn, actions, service: 'sqs' })) fn.addToRolePolicy(statement);
    }
    new Rule(this, 'Schedule', {
      description: 'Looks at every pipeline: its draft, and the pins of its current version',
      schedule: Schedule.rate(Duration.hours(settings.reconcile)),
      targets: [new LambdaFunction(fn, { retryAttempts: 2 })],
    });
  }
}
