// What MinIO's webhook and the gateway agree on: where events are posted, and by which token they are known.

/** MinIO's name for the target. Its variables end in it: MINIO_NOTIFY_WEBHOOK_ENDPOINT_PIPELINES. */
export const WEBHOOK_TARGET = 'PIPELINES';
/** What a bucket's notification configuration names. MinIO has no regions and no accounts. */
export const WEBHOOK_ARN = `arn:minio:sqs::${WEBHOOK_TARGET}:webhook`;
export const WEBHOOK_PATH = '/_events/s3';
export const TOKEN_VARIABLE = 'S3_EVENTS_TOKEN';
export const DEFAULT_TOKEN = 'local-events';
