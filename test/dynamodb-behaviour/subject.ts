// A server with a table of the cases' own: `pk` and `sk` are strings, and the index `by_kind` has `kind` and `sk`.
import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DynamoDBClient,
  DynamoDBServiceException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

export interface Subject {
  readonly dynamodb: DynamoDBClient;
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** A partition that no other case uses. */
  readonly pk: string;
}

/** The caller destroys `dynamodb`. */
export async function newSubject(endpoint: string): Promise<Omit<Subject, 'pk'>> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
  const dynamodb = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const table = `behaviour-${randomUUID()}`;
  const strings = ['pk', 'sk', 'kind'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  }));
  const keys = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  await dynamodb.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: strings,
      KeySchema: keys('pk', 'sk'),
      GlobalSecondaryIndexes: [
        { IndexName: 'by_kind', KeySchema: keys('kind', 'sk'), Projection: { ProjectionType: 'ALL' } },
      ],
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1 }, { TableName: table });
  return { dynamodb, client: DynamoDBDocumentClient.from(dynamodb), table };
}

export const put = ({ client, table, pk }: Subject, attributes: object, condition: object = {}) =>
  client.send(new PutCommand({ TableName: table, Item: { pk, sk: 'a', ...attributes }, ...condition }));

/** `values` by the names that the expression uses. */
export const update = (
  { client, table, pk }: Subject,
  expression: string,
  values?: object,
  more: object = {},
) =>
  client.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk, sk: 'a' },
      UpdateExpression: expression,
      ...(values && { ExpressionAttributeValues: values as Record<string, unknown> }),
      ...more,
    }),
  );

/** `ok`, or the error's status and name; what is no error of DynamoDB's is thrown on. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return failure(error);
  }
}

export function failure(error: unknown): string {
  if (!(error instanceof DynamoDBServiceException)) throw error;
  return `${error.$metadata.httpStatusCode} ${error.name}`;
}
