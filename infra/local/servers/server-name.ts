// The servers of `npm run servers`, in the order in which they are started and shown.

export const ALL_SERVERS = ['minio', 'dynamodbLocal', 'localstack'] as const;

export type ServerName = (typeof ALL_SERVERS)[number];

export const TITLES = {
  minio: 'MinIO',
  dynamodbLocal: 'DynamoDB Local',
  localstack: 'LocalStack',
} satisfies Record<ServerName, string>;

export const PORT_FLAGS = {
  minio: '--minio-port',
  dynamodbLocal: '--dynamodb-local-port',
  localstack: '--localstack-port',
} satisfies Record<ServerName, string>;
