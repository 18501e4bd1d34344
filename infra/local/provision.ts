// Makes the table and the bucket that the handlers expect, once both servers run. Repeating it changes nothing.
import { setTimeout } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  HeadBucketCommand,
  NotFound,
  PutBucketVersioningCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { TABLE_SCHEMA } from '../../functions/adapters/dynamodb/table.ts';
import { putDemo } from './demo.ts';
import { BUCKET, TABLE } from './lambda/environment.ts';

const POLL_MS = 5;
const POLLS = 400;

/** Talks to the servers that the Lambda environment names. A new bucket gets the demo, if it is wanted. */
export async function provision({ demo }: { readonly demo: boolean }): Promise<void> {
  const dynamodb = new DynamoDBClient();
  const s3 = new S3Client({ forcePathStyle: true });
  const [bucket] = await Promise.all([provideBucket(s3), provideTable(dynamodb)]);
  if (demo && bucket === 'new') await putDemo(s3);
  dynamodb.destroy();
  s3.destroy();
}

/** Returns when the table can be used. */
async function provideTable(dynamodb: DynamoDBClient): Promise<void> {
  if ((await tableStatus(dynamodb)) === undefined) {
    // The SDK's types know no readonly arrays.
    const schema = TABLE_SCHEMA as unknown as CreateTableCommandInput;
    await dynamodb.send(new CreateTableCommand({ ...schema, TableName: TABLE }));
  }
  for (let poll = 0; poll < POLLS; poll++) {
    if ((await tableStatus(dynamodb)) === 'ACTIVE') return;
    await setTimeout(POLL_MS);
  }
  throw new Error(`table ${TABLE} does not become active; a new --data directory starts from nothing`);
}

async function tableStatus(dynamodb: DynamoDBClient): Promise<string | undefined> {
  try {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: TABLE }));
    return Table?.TableStatus;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

/** Also switches versioning on, in case an earlier start came no further than the bucket. */
async function provideBucket(s3: S3Client): Promise<'new' | 'existing'> {
  const exists = await bucketExists(s3);
  if (!exists) await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  return exists ? 'existing' : 'new';
}

async function bucketExists(s3: S3Client): Promise<boolean> {
  try {
    await s3.send(new HeadBucketCommand({ Bucket: BUCKET }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
