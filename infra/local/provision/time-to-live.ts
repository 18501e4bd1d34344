// The table's time to live: set if it is missing, so that expired idempotency keys are deleted.
import {
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  DynamoDBServiceException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { TTL_ATTRIBUTE } from '../../../functions/adapters/dynamodb/table.ts';

export async function provideTimeToLive(dynamodb: DynamoDBClient, TableName: string): Promise<void> {
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
  if (TimeToLiveDescription?.TimeToLiveStatus !== 'DISABLED') return;
  const TimeToLiveSpecification = { AttributeName: TTL_ATTRIBUTE, Enabled: true };
  try {
    await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  } catch (error) {
    // dynalite has no such request. There, expired keys stay; the service takes no notice of them.
    if (!isUnknownOperation(error)) throw error;
  }
}

function isUnknownOperation(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'UnknownOperationException';
}
