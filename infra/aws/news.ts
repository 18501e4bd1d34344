// News leaves the table by its stream (docs/news.md): to a bus of EventBridge, and by a queue to a web service. One function
// takes both steps.
import { Duration, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { NEWS_SORT_KEYS } from '../../functions/adapters/dynamodb/table.ts';
import { type Settings, tellsNews } from '../settings.ts';
import { accept } from './accept.ts';
import { keyOf, useOfKey } from './encryption-key.ts';
import { serviceFunction } from './service-function.ts';
import { signingSecret } from './signing-secret.ts';
import type { Storage } from './storage.ts';
import { readTableStream } from './table-stream.ts';

// A web service has ten seconds for an event.
const TIMEOUT = Duration.minutes(1);
// AWS advises six times the timeout. A message that was not taken says itself when it comes again.
const VISIBILITY = Duration.minutes(6);
/** A day takes some 105 tries (functions/events/deliver-notices.ts); this ends what crashes the function. */
const TRIES = 200;

export interface NewsProps {
  readonly storage: Storage;
  readonly settings: Settings;
}

/** `undefined` if the settings want none. */
export function newsOf(scope: Construct, id: string, props: NewsProps): News | undefined {
  return tellsNews(props.settings) ? new News(scope, id, props) : undefined;
}

export class News extends Construct {
  readonly fn: LambdaFunction;
  /** Events that a web service did not take for a day, and changes of the table that cannot be read. */
  readonly deadLetters: Queue;
  /** Of `notifyUrl`. */
  readonly secretArn: string | undefined;
  readonly #settings: Settings;

  constructor(scope: Construct, id: string, { storage, settings }: NewsProps) {
    super(scope, id);
    this.#settings = settings;
    this.deadLetters = this.#queue('DeadLetters');
    accept(this.deadLetters, { SQS3: 'It takes dead letters itself, even where no queue has it.' });
    this.fn = serviceFunction(this, 'Deliver', {
      entry: 'functions/handlers/deliver-news.ts',
      description: 'Tells of versions and freezes',
      timeout: TIMEOUT,
      environment: { NEWS_DEAD_LETTERS_URL: this.deadLetters.queueUrl },
      settings,
    });
    const { eventBus, notifyUrl } = settings;
    this.#allow(['sqs:SendMessage'], this.deadLetters.queueArn);
    if (eventBus !== undefined) this.#toBus(eventBus);
    this.secretArn = notifyUrl === undefined ? undefined : this.#toWebService(notifyUrl);
    readTableStream(this, 'Stream', { fn: this.fn, storage, sortKeys: NEWS_SORT_KEYS, batchSize: 100 });
    this.#useKey();
  }

  #queue(id: string, deadLetters?: Queue): Queue {
    const encryptionMasterKey = keyOf(this, `${id}Key`, this.#settings);
    return new Queue(this, id, {
      fifo: true,
      ...(encryptionMasterKey ? { encryptionMasterKey } : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      ...(deadLetters && {
        visibilityTimeout: VISIBILITY,
        deadLetterQueue: { queue: deadLetters, maxReceiveCount: TRIES },
      }),
    });
  }

  #toBus(eventBus: string): void {
    this.fn.addEnvironment('NEWS_EVENT_BUS', eventBus);
    this.#allow(['events:PutEvents'], busArn(this, eventBus));
  }

  /** Returns the ARN of the secret that signs. */
  #toWebService(url: string): string {
    const queue = this.#queue('Notices', this.deadLetters);
    const description = `Signs what ${this.#settings.stackName} tells of versions and freezes`;
    const { secretArn } = signingSecret(this, 'Secret', { description, settings: this.#settings });
    this.fn.addEnvironment('NEWS_QUEUE_URL', queue.queueUrl);
    this.fn.addEnvironment('NEWS_NOTIFY_URL', url);
    this.fn.addEnvironment('NEWS_NOTIFY_SECRET_ARN', secretArn);
    this.#allow(['sqs:SendMessage'], queue.queueArn);
    this.#allow(['secretsmanager:GetSecretValue'], secretArn);
    // One at a time: what is not taken says when it comes again, and nothing waits with it but its own pipeline.
    const source = { batchSize: 1, reportBatchItemFailures: true, maxConcurrency: 5 };
    this.fn.addEventSource(new SqsEventSource(queue, source));
    return secretArn;
  }

  #useKey(): void {
    const { kmsKeyArn: keyArn } = this.#settings;
    if (keyArn === undefined) return;
    const uses = [
      ...useOfKey({ keyArn, actions: ['kms:GenerateDataKey', 'kms:Decrypt'], service: 'sqs' }),
      ...useOfKey({ keyArn, actions: ['kms:Decrypt'], service: 'dynamodb' }),
    ];
    for (const statement of uses) this.fn.addToRolePolicy(statement);
  }

  #allow(actions: string[], resource: string): void {
    this.fn.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}

/** What only a deployment knows has to be an ARN. */
function busArn(scope: Construct, eventBus: string): string {
  if (Token.isUnresolved(eventBus) || eventBus.startsWith('arn:')) return eventBus;
  return Stack.of(scope).formatArn({ service: 'events', resource: 'event-bus', resourceName: eventBus });
}
