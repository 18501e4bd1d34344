// S3 events in a queue message → the pipelines whose drafts they changed.
import type { S3Event } from 'aws-lambda';
import { displayName, type Pipeline, pipelineOfKey } from '../domain/pipeline.ts';
import { decodeKey } from '../s3-key.ts';

export interface MessagePipelines {
  /** Each pipeline once. Objects of other buckets and objects that are no pipeline's file are left out. */
  readonly pipelines: readonly Pipeline[];
  /** Keys that cannot be decoded. */
  readonly unreadable: readonly string[];
}

/** Throws if the message is not JSON. */
export function pipelinesOfMessage(body: string, bucketName: string): MessagePipelines {
  // S3 sends a message without records when a notification is set up: {"Event":"s3:TestEvent"}.
  const { Records = [] } = JSON.parse(body) as Partial<S3Event>;
  const pipelines = new Map<string, Pipeline>();
  const unreadable: string[] = [];
  for (const { s3 } of Records) {
    if (s3.bucket.name !== bucketName) continue;
    const key = decodedOrNull(s3.object.key);
    if (key === null) unreadable.push(s3.object.key);
    const pipeline = key === null ? null : pipelineOfKey(key);
    if (pipeline !== null) pipelines.set(displayName(pipeline), pipeline);
  }
  return { pipelines: [...pipelines.values()], unreadable };
}

function decodedOrNull(key: string): string | null {
  try {
    return decodeKey(key);
  } catch {
    return null; // the caller reports it
  }
}
