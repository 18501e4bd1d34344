// A batch of queue messages with S3 events: every pipeline in it is observed once, however many events it has.
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { log } from '../log.ts';
import { measureEventToFlag } from '../metrics.ts';
import { hasTimeLeft, withinTime } from '../request-scope.ts';
import type { Deps } from '../usecases/deps.ts';
import { observeDraft } from '../usecases/observe-draft.ts';
import { pipelinesOfMessage } from './pipelines-of-records.ts';

const PARALLEL_PIPELINES = 16;
// What has failed as a message comes again after three minutes, so a moment's trouble is waited for here.
const RETRY_MS = 10_000;
const FIRST_PAUSE_MS = 250;

export interface Batch {
  readonly messages: readonly SQSRecord[];
  /** The milliseconds that the function has left. */
  readonly remaining: () => number;
}

/**
 * Reports the messages that have to come again: those of a pipeline that failed or that time did not suffice for, and
 * those that cannot be read. A function that is killed reports nothing, and all of its messages come again.
 */
export async function observeDrafts(
  deps: Deps,
  bucketName: string,
  { messages, remaining }: Batch,
): Promise<SQSBatchResponse> {
  const failed = new Set<string>();
  const concerned = new Set<string>();
  const pipelines = new Map<string, { readonly pipeline: Pipeline; readonly messageIds: string[] }>();
  for (const { messageId, body } of messages) {
    for (const pipeline of readable(messageId, body)) {
      const group = pipelines.get(displayName(pipeline)) ?? { pipeline, messageIds: [] };
      group.messageIds.push(messageId);
      concerned.add(messageId);
      pipelines.set(displayName(pipeline), group);
    }
  }
  const began = performance.now();
  const retriesUntil = deps.runtime.now().getTime() + RETRY_MS;
  const waiting = new Set(pipelines.values());
  await observeAll();
  for (const { messageIds } of waiting) for (const messageId of messageIds) failed.add(messageId);
  log.info('draft changes', {
    messages: messages.length,
    pipelines: pipelines.size,
    failed: failed.size,
    late: waiting.size,
    milliseconds: Math.round(performance.now() - began),
  });
  const observed = messages.filter(wasObserved);
  if (observed.length > 0) measureEventToFlag(delayOf(observed, deps.runtime.now()));
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };

  // What failed is measured when it comes again, from its first sending.
  function wasObserved({ messageId }: SQSRecord): boolean {
    return concerned.has(messageId) && !failed.has(messageId);
  }

  function readable(messageId: string, body: string): readonly Pipeline[] {
    try {
      const { pipelines, unreadable } = pipelinesOfMessage(body, bucketName);
      if (unreadable.length > 0)
        failMessage(messageId, new Error(`keys that cannot be decoded: ${unreadable}`));
      return pipelines;
    } catch (failure) {
      failMessage(messageId, failure as Error);
      return [];
    }
  }

  // It fails each time, and ends in the dead-letter queue.
  function failMessage(messageId: string, error: Error): void {
    failed.add(messageId);
    log.error('a message cannot be read', { messageId, error });
  }

  async function observeAll(): Promise<void> {
    const all = () => pMap(pipelines.values(), observe, { concurrency: PARALLEL_PIPELINES });
    await withinTime(remaining, all).catch((failure) => {
      if (!isPassing(failure)) throw failure; // cut off: what still waits has failed
    });
  }

  async function observe(group: { readonly pipeline: Pipeline; readonly messageIds: string[] }) {
    const { pipeline, messageIds } = group;
    if (!hasTimeLeft()) return;
    try {
      await observePatiently(deps, pipeline, retriesUntil);
    } catch (failure) {
      for (const messageId of messageIds) failed.add(messageId);
      log.error('a draft could not be observed', {
        pipeline: displayName(pipeline),
        error: failure as Error,
      });
    }
    waiting.delete(group);
  }
}

async function observePatiently(deps: Deps, pipeline: Pipeline, retriesUntil: number): Promise<void> {
  const { now, pause, random } = deps.runtime;
  for (let longest = FIRST_PAUSE_MS; ; longest *= 2) {
    const milliseconds = longest * (0.5 + random() / 2);
    try {
      await observeDraft(deps, pipeline);
      return;
    } catch (failure) {
      if (!isPassing(failure) || now().getTime() + milliseconds >= retriesUntil) throw failure;
    }
    await pause(milliseconds);
  }
}

function isPassing(failure: unknown): boolean {
  return failure instanceof DomainError && (failure.code === 'THROTTLED' || failure.code === 'UNAVAILABLE');
}

/** In milliseconds, of the oldest message; 0 where messages do not say when they were sent. */
function delayOf(messages: readonly SQSRecord[], now: Date): number {
  const sent = messages.map(({ attributes }) => Number(attributes?.SentTimestamp ?? now));
  return Math.max(0, now.getTime() - Math.min(...sent));
}
