// The names and addresses that everything on this machine agrees on unless a flag says otherwise.

export const TABLE = 'pipeline-versions';
export const BUCKET = 'pipelines';
export const REGION = 'us-east-1';
/** Of the embedded servers and of those in compose.yaml. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local-secret' } as const;
export const ACCOUNT_ID = '000000000000';

/** Where compose.yaml publishes its servers. */
export const MINIO_URL = 'http://127.0.0.1:9000';
export const LOCALSTACK_URL = 'http://127.0.0.1:4566';
