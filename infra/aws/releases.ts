// Releases leave the table by its stream, as news does (docs/releases.md): one function puts each version into a bucket as
// plain objects. Nobody else may write where they are.
import { Duration } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { STATE_SORT_KEY } from '../../functions/adapters/dynamodb/table.ts';
import { RELEASES_PREFIX } from '../../functions/domain/reserved-keys.ts';
import type { Needs } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';
import { accept, wildcard } from './accept.ts';
import { keyOf, useOfKey } from './encryption-key.ts';
import { addToPolicy } from './keep-versions.ts';
import { serviceFunction } from './service-function.ts';
import { keepsVersions, type Storage } from './storage.ts';
import { readTableStream } from './table-stream.ts';

/** The rights that reading a version and noting its release takes. */
export const RELEASER: Needs = { table: ['read', 'release'], bucket: ['read'] };

/** Thousands of copies take half a minute, an archive as long as its bytes take to come and go. */
const TIMEOUT = Duration.minutes(15);

export interface ReleasesProps {
  readonly storage: Storage;
  readonly settings: Settings;
}

/** `undefined` if the settings want none. */
export function releasesOf(scope: Construct, id: string, props: ReleasesProps): Releases | undefined {
  return props.settings.releases === undefined ? undefined : new Releases(scope, id, props);
}

export class Releases extends Construct {
  readonly fn: LambdaFunction;
  /** Versions that cannot be released, and changes of the table that cannot be read. */
  readonly deadLetters: Queue;
  readonly #settings: Settings;

  constructor(scope: Construct, id: string, { storage, settings }: ReleasesProps) {
    super(scope, id);
    this.#settings = settings;
    const encryptionMasterKey = keyOf(this, 'DeadLettersKey', settings);
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...(encryptionMasterKey ? { encryptionMasterKey } : { encryption: QueueEncryption.SQS_MANAGED }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    accept(this.deadLetters, { SQS3: 'It takes dead letters itself, even where no queue has it.' });
    this.fn = serviceFunction(this, 'Write', {
      entry: 'functions/handlers/write-releases.ts',
      description: 'Puts versions into a bucket as plain objects',
      timeout: TIMEOUT,
      environment: { RELEASES_DEAD_LETTERS_URL: this.deadLetters.queueUrl },
      settings,
    });
    storage.bind(this.fn, RELEASER);
    this.#allow(['sqs:SendMessage'], this.deadLetters.queueArn);
    this.#write(storage.bucket);
    readTableStream(this, 'Stream', {
      ...{ fn: this.fn, storage, sortKeys: [STATE_SORT_KEY], batchSize: 10 },
      // One pipeline that takes long holds up a tenth of the others.
      parallelizationFactor: 10,
      // What has failed for a day.
      onFailure: new SqsDlq(this.deadLetters),
    });
    this.#useKey();
  }

  #write(pipelines: IBucket): void {
    const { releaseBucket } = this.#settings;
    const bucket =
      releaseBucket === undefined ? pipelines : Bucket.fromBucketName(this, 'Bucket', releaseBucket);
    const objects = `${bucket.bucketArn}/${RELEASES_PREFIX}*`;
    // It looks at a key before it writes there, and aborts a copy in parts that fails.
    this.#allow(['s3:PutObject', 's3:GetObject', 's3:AbortMultipartUpload'], objects);
    // Else S3 says 403 where it should say 404.
    if (bucket !== pipelines) this.#allow(['s3:ListBucket'], bucket.bucketArn);
    accept(this.fn.role ?? this.fn, { [wildcard(this, objects)]: 'Releases of any pipeline.' });
    if (bucket === pipelines && keepsVersions(this.#settings)) this.#keep(pipelines, objects);
  }

  #keep(bucket: IBucket, objects: string): void {
    const statement = new PolicyStatement({
      sid: 'ReleasesStay',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [objects],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': this.fn.role?.roleArn } },
    });
    addToPolicy(bucket, statement);
  }

  #useKey(): void {
    const { kmsKeyArn: keyArn, bucketName, releaseBucket } = this.#settings;
    if (keyArn === undefined) return;
    const isOwn = bucketName === undefined && releaseBucket === undefined;
    const uses = [
      ...useOfKey({ keyArn, actions: ['kms:GenerateDataKey', 'kms:Decrypt'], service: 'sqs' }),
      ...(isOwn ? useOfKey({ keyArn, actions: ['kms:GenerateDataKey'], service: 's3' }) : []),
    ];
    for (const statement of uses) this.fn.addToRolePolicy(statement);
  }

  #allow(actions: string[], resource: string): void {
    this.fn.addToRolePolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}
