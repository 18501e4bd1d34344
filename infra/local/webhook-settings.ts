// The settings that MinIO's webhook and the gateway share. Their token: events-token.ts.

/** MinIO's name for the target. Its variables end in it: MINIO_NOTIFY_WEBHOOK_ENDPOINT_PIPELINES. */
export const WEBHOOK_TARGET = 'PIPELINES';
/** The ARN in a bucket's notification configuration. MinIO has no regions and no accounts. */
export const WEBHOOK_ARN = `arn:minio:sqs::${WEBHOOK_TARGET}:webhook`;
export const WEBHOOK_PATH = '/_events/s3';
