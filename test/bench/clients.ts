// Plain SDK clients for the servers of a round, as anyone would make them.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { CREDENTIALS, REGION } from '../../infra/local/lambda/environment.ts';

const IDENTITY = { region: REGION, credentials: CREDENTIALS };

export function s3Client(endpoint: string): S3Client {
  return new S3Client({ ...IDENTITY, endpoint, forcePathStyle: true });
}

export function dynamodbClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ ...IDENTITY, endpoint });
}
