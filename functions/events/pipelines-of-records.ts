// S3 events in a queue message → the pipelines whose drafts they changed. Events come from S3 itself, from SNS, which
// wraps them, or from EventBridge, in a form of its own. A message of ours asks for a pipeline to be checked as well.
import type { S3Event } from 'aws-lambda';
import { displayName, keyPrefix, type Pipeline, pipelineOfKey } from '../domain/pipeline.ts';
import { decodeKey } from '../s3-key.ts';

export interface MessagePipelines {
  /** Each pipeline once. Objects of other buckets and objects that are no pipeline's file are left out. */
  readonly pipelines: readonly Pipeline[];
  /** Keys that cannot be decoded. */
  readonly unreadable: readonly string[];
  /** Whether the pins of their current versions are looked for. */
  readonly isCheck: boolean;
}

/** Of the daily check (request-checks.ts). */
export function checkMessage({ namespace, layer, name }: Pipeline): string {
  return JSON.stringify({ check: { namespace, layer, name } });
}

/** Throws if the message is not JSON, or none of the known forms: the caller lets it fail, so that it is kept. */
export function pipelinesOfMessage(body: string, bucketName: string): MessagePipelines {
  const parsed: unknown = JSON.parse(body);
  const checked = checkedPipeline(parsed);
  if (checked !== null) return { pipelines: [checked], unreadable: [], isCheck: true };
  const pipelines = new Map<string, Pipeline>();
  const unreadable: string[] = [];
  for (const { bucket, key, encodedKey } of changesOf(parsed)) {
    if (bucket !== bucketName) continue;
    if (key === null) unreadable.push(encodedKey);
    const pipeline = key === null ? null : pipelineOfKey(key);
    if (pipeline !== null) pipelines.set(displayName(pipeline), pipeline);
  }
  return { pipelines: [...pipelines.values()], unreadable, isCheck: false };
}

/** `null` for an event. Throws for a check of no pipeline. */
function checkedPipeline(parsed: unknown): Pipeline | null {
  const { check } = (parsed ?? {}) as { readonly check?: Pipeline };
  if (check === undefined) return null;
  const pipeline = pipelineOfKey(`${keyPrefix(check)}any`);
  if (pipeline === null) throw new Error('this asks for no pipeline');
  return pipeline;
}

interface Change {
  readonly bucket: string;
  /** `null` if it cannot be decoded. */
  readonly key: string | null;
  readonly encodedKey: string;
}

type Message = Partial<S3Event> & {
  /** S3 sends this once, when a notification is set up: `s3:TestEvent`. */
  readonly Event?: string;
  /** Of SNS. https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
  readonly Type?: string;
  readonly Message?: string;
  /** Of EventBridge. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
  readonly source?: string;
  readonly detail?: Partial<S3Event['Records'][number]['s3']>;
};

function changesOf(parsed: unknown): readonly Change[] {
  const message = (parsed ?? {}) as Message;
  if (message.Event === 's3:TestEvent') return [];
  if (message.Type === 'Notification') return changesOf(JSON.parse(message.Message ?? 'null'));
  if (message.source === 'aws.s3') return [changeOf(message.detail, (key) => key)];
  if (!Array.isArray(message.Records)) throw new Error("this is no event of S3's");
  return message.Records.map(({ s3 }) => changeOf(s3, decodedOrNull));
}

function changeOf(s3: Message['detail'], decode: (key: string) => string | null): Change {
  const { bucket, object } = s3 ?? {};
  if (bucket === undefined || object === undefined) throw new Error("this is no event of S3's");
  return { bucket: bucket.name, key: decode(object.key), encodedKey: object.key };
}

function decodedOrNull(key: string): string | null {
  try {
    return decodeKey(key);
  } catch {
    return null; // the caller reports it
  }
}
