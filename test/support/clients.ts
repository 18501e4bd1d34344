// AWS clients for one server. Nothing of the user's own AWS set-up is used.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CREDENTIALS, REGION } from '../../infra/local/defaults.ts';

const settings = (endpoint: string) => ({ endpoint, region: REGION, credentials: CREDENTIALS });

export const s3At = (url: string, more: S3ClientConfig = {}) =>
  new S3Client({ ...settings(url), forcePathStyle: true, ...more });
export const dynamodbAt = (url: string) => new DynamoDBClient(settings(url));
export const sqsAt = (url: string) => new SQSClient(settings(url));

/** The token of posted events, for the service and whatever posts to it. */
export const EVENTS_TOKEN = 'events-of-the-tests';

/** The same identity for a process that makes its own clients. */
export const IDENTITY = {
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_REGION: REGION,
};
