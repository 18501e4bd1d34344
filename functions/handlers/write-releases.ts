import type { Context, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { areMessages } from '../events/are-messages.ts';
import { releaseChanges, releaseMessages } from '../events/write-releases.ts';
import { wireReleases } from '../wiring/releases.ts';
import { config, runtime, versions } from './versions.ts';

const wired = wireReleases({ versions, runtime, config });

/** Changes of the table, and messages that name a version: the local service's, and those of operators. */
export async function handler(
  { Records: records }: DynamoDBStreamEvent | SQSEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<SQSBatchResponse | undefined> {
  const remaining = () => context.getRemainingTimeInMillis();
  const batch = { ...wired, remaining };
  if (areMessages(records)) return releaseMessages(batch, records);
  await releaseChanges(batch, records);
  return undefined;
}
