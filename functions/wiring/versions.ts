// The table behind its port. Apart from the bucket's, since most reads need no S3 client, whose code is a quarter of a
// function's.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoVersionStore } from '../adapters/dynamodb/version-store.ts';
import { systemRuntime } from '../adapters/system-runtime.ts';
import { type Config, readConfig } from '../config.ts';
import { setLayout } from '../domain/layout.ts';
import { reserveReleases } from '../domain/reserved-keys.ts';
import type { Runtime } from '../ports/runtime.ts';
import type { VersionStore } from '../ports/version-store.ts';
import { clientSettings } from './client-settings.ts';

export interface Versions {
  readonly versions: VersionStore;
  readonly runtime: Runtime;
  readonly config: Config;
}

export function wireVersions(environment = process.env): Versions {
  const config = readConfig(environment);
  setLayout(config.layout);
  reserveReleases(config.releases?.bucketName === config.bucketName);
  const versions = versionsIn(new DynamoDBClient(clientSettings()), config);
  return { versions, runtime: systemRuntime, config };
}

export function versionsIn(dynamodb: DynamoDBClient, { tableName }: Pick<Config, 'tableName'>): VersionStore {
  return createDynamoVersionStore(DynamoDBDocumentClient.from(dynamodb), tableName);
}
