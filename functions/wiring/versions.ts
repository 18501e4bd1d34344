// The table behind its port. Apart from the bucket's, since most reads need no S3 client, whose code is a quarter of a
// function's.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDynamoVersionStore } from '../adapters/dynamodb/version-store.ts';
import { readConfig } from '../config.ts';
import type { VersionStore } from '../ports/version-store.ts';
import { clientSettings } from './client-settings.ts';

export interface Versions {
  readonly versions: VersionStore;
  readonly bucketName: string;
  /** Whether runs may use drafts. */
  readonly draftRuns: boolean;
}

export function wireVersions(environment = process.env): Versions {
  const { bucketName, draftRuns, ...config } = readConfig(environment);
  return { versions: versionsIn(new DynamoDBClient(clientSettings()), config), bucketName, draftRuns };
}

export function versionsIn(
  dynamodb: DynamoDBClient,
  { tableName }: { readonly tableName: string },
): VersionStore {
  return createDynamoVersionStore(DynamoDBDocumentClient.from(dynamodb), tableName);
}
