// vitest's global set-up: the servers that all test files of a run share. MinIO is not among them: its webhook leads
// to one service, so every service gets its own (backing-servers.ts).
import type { TestProject } from 'vitest/node';
import { startDynamoDbLocal } from '../../infra/local/servers/dynamodb-local.ts';
import { startLocalStack } from '../../infra/local/servers/localstack.ts';
import { serverSet, usesLocalStack } from './server-set.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** DynamoDB Local, or LocalStack with DynamoDB, S3 and SQS; `null` where both are embedded. */
    sharedServerUrl: string | null;
  }
}

/** Returns the tear-down. */
export default async function startSharedServers(project: TestProject): Promise<() => Promise<void>> {
  if (serverSet === 'embedded' || serverSet === 'deployed') {
    project.provide('sharedServerUrl', null);
    return async () => {};
  }
  const server = await (usesLocalStack ? startLocalStack() : startDynamoDbLocal());
  project.provide('sharedServerUrl', server.url);
  return () => server.stop();
}
