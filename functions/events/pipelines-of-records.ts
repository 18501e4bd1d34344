// S3 events in a queue message → the pipelines whose drafts they changed.
import type { S3Event } from 'aws-lambda';
import { displayName, type Pipeline, pipelineOfKey } from '../domain/pipeline.ts';

/** Each pipeline once. Objects of other buckets and objects that are no pipeline's file are left out. */
export function pipelinesOfMessage(body: string, bucketName: string): readonly Pipeline[] {
  // S3 sends a message without records when a notification is set up: {"Event":"s3:TestEvent"}.
  const { Records = [] } = JSON.parse(body) as Partial<S3Event>;
  const pipelines = new Map<string, Pipeline>();
  for (const { s3 } of Records) {
    const pipeline = s3.bucket.name === bucketName ? pipelineOfKey(decodeKey(s3.object.key)) : null;
    if (pipeline !== null) pipelines.set(displayName(pipeline), pipeline);
  }
  return [...pipelines.values()];
}

// Keys come URL-encoded, a space as `+` from AWS and as `%20` from others:
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
function decodeKey(key: string): string {
  return decodeURIComponent(key.replaceAll('+', ' '));
}
