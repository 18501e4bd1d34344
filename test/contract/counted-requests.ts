// Counts what the SDK clients really send, and how many rounds of requests follow one another.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';

export interface Counted {
  readonly requests: Readonly<Record<string, number>>;
  /** Requests that run side by side are one round. */
  readonly rounds: number;
}

export function countRequests(
  clients: readonly (S3Client | DynamoDBClient)[],
): (action: () => Promise<unknown>) => Promise<Counted> {
  let requests: Record<string, number> = {};
  let finishedRounds = 0;
  for (const client of clients) {
    const { middlewareStack } = client as S3Client;
    middlewareStack.add(
      (next, { commandName = 'unknown' }) =>
        async (args) => {
          requests[commandName.replace('Command', '')] =
            (requests[commandName.replace('Command', '')] ?? 0) + 1;
          const round = finishedRounds + 1;
          const result = await next(args);
          finishedRounds = Math.max(finishedRounds, round);
          return result;
        },
      // Behind the SDK's retries: a request that is sent twice counts twice.
      { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
    );
  }
  return async (action) => {
    requests = {};
    finishedRounds = 0;
    await action();
    return { requests: { ...requests }, rounds: finishedRounds };
  };
}
