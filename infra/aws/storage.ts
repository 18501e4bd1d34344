// The bucket with the files, the table with the versions, and the one method that grants a function access to both.
import { type ITableV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { layoutVariables } from '../../functions/config.ts';
import type { Needs } from '../../functions/http/route.ts';
import type { Settings } from '../settings.ts';
import { accept, wildcard } from './accept.ts';
import { bucketStatements, keyActions, pipelineObjects } from './bucket-access.ts';
import { keyOf, useOfKey } from './encryption-key.ts';
import { existingBucket } from './existing-bucket.ts';
import { keepVersions } from './keep-versions.ts';
import { privateBucket } from './private-bucket.ts';
import { stateTable } from './state-table.ts';
import { tableKeyActions, tableStatements } from './table-access.ts';

export interface StorageProps {
  /** The bucket of `bucketName`, where the app has it as a construct. */
  readonly bucket?: IBucket | undefined;
  readonly settings: Settings;
}

export class Storage extends Construct {
  readonly bucket: IBucket;
  readonly table: ITableV2;
  readonly #settings: Settings;
  readonly #key: IKey | undefined;

  constructor(scope: Construct, id: string, { bucket, settings }: StorageProps) {
    super(scope, id);
    const { bucketName, bucketKeyArn, tableName, tableStreamArn } = settings;
    this.#settings = settings;
    this.#key = bucketKeyArn === undefined ? undefined : Key.fromKeyArn(this, 'BucketKey', bucketKeyArn);
    this.bucket =
      bucketName === undefined
        ? newBucket(this, 'Bucket', settings)
        : existingBucket(this, 'Bucket', { name: bucketName, bucket, settings });
    if (keepsVersions(settings)) keepVersions(this.bucket, settings);
    this.table =
      tableName === undefined
        ? stateTable(this, 'Table', settings)
        : TableV2.fromTableAttributes(this, 'GivenTable', {
            tableName,
            ...(tableStreamArn !== undefined && { tableStreamArn }),
          });
  }

  /** Grants exactly what is needed. Sets both names for every function, because functions/config.ts demands both. */
  bind(fn: LambdaFunction, needs: Needs): void {
    const { bucketArn, bucketName } = this.bucket;
    fn.addEnvironment('PIPELINES_TABLE', this.table.tableName);
    fn.addEnvironment('PIPELINES_BUCKET', bucketName);
    if (this.#settings.s3PathStyle) fn.addEnvironment('PIPELINES_S3_PATH_STYLE', 'true');
    if (this.#settings.releases) fn.addEnvironment('PIPELINES_RELEASES', this.#settings.releases);
    if (this.#settings.releaseBucket !== undefined)
      fn.addEnvironment('PIPELINES_RELEASE_BUCKET', this.#settings.releaseBucket);
    for (const [name, value] of Object.entries(layoutVariables(this.#settings)))
      fn.addEnvironment(name, value);
    for (const statement of tableStatements(this.table.tableArn, needs.table)) fn.addToRolePolicy(statement);
    for (const statement of bucketStatements(bucketArn, needs.bucket, this.#settings))
      fn.addToRolePolicy(statement);
    const onKey = keyActions(needs.bucket);
    if (onKey.length > 0) this.#key?.grant(fn, ...onKey);
    for (const statement of this.#usesOfKey(needs)) fn.addToRolePolicy(statement);
    accept(fn.role ?? fn, {
      [wildcard(this, pipelineObjects(bucketArn, this.#settings))]:
        'Any pipeline: the API decides who may ask for which, by path.',
    });
  }

  /** A given bucket has its own key, bucketKeyArn. A given table may come from a backup of one that had this key. */
  #usesOfKey({ bucket, table }: Needs): PolicyStatement[] {
    const { kmsKeyArn: keyArn, bucketName } = this.#settings;
    if (keyArn === undefined) return [];
    const ofBucket = bucketName === undefined ? keyActions(bucket) : [];
    return [
      ...useOfKey({ keyArn, actions: ofBucket, service: 's3' }),
      ...useOfKey({ keyArn, actions: tableKeyActions(table), service: 'dynamodb' }),
    ];
  }
}

/** A bucket made to be thrown away has to be emptied first. A given one may have a policy, of which there is one only. */
export function keepsVersions({ bucketName, retain, protectGivenBucket }: Settings): boolean {
  return bucketName === undefined ? retain : protectGivenBucket;
}

/** The stack's own bucket. Versions are what the service publishes, so nothing here ever expires one. */
function newBucket(scope: Construct, id: string, settings: Settings): IBucket {
  return privateBucket(scope, id, {
    versioned: true,
    encryptionKey: keyOf(scope, `${id}Key`, settings),
    withoutAccessLog:
      'Who changed what is in the versions, and in CloudTrail data events where an account keeps them.',
    settings,
  });
}
