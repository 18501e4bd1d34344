// A batch of queue messages with S3 events: every pipeline in it is observed once, however many events it has. For one that
// the daily check asks for, the pins of its current version are looked for as well.
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import pMap from 'p-map';
import { DomainError } from '../domain/errors.ts';
import { displayName, keyPrefix, type Pipeline } from '../domain/pipeline.ts';
import type { State } from '../domain/state.ts';
import { log } from '../log.ts';
import { measureEventToFlag, measureLostPins } from '../metrics.ts';
import { hasTimeLeft, withinTime } from '../request-scope.ts';
import type { Deps } from '../usecases/deps.ts';
import { findLostPins } from '../usecases/find-lost-pins.ts';
import { observeDraft } from '../usecases/observe-draft.ts';
import { type Group, groupMessages } from './group-messages.ts';

const PARALLEL_PIPELINES = 16;
// What has failed as a message comes again after three minutes, so a moment's trouble is waited for here.
const RETRY_MS = 10_000;
const FIRST_PAUSE_MS = 250;

/** A log line has 256 KB at most. */
const MOST_KEYS = 20;

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
  const { groups, unreadable, events } = groupMessages(messages, bucketName);
  const failed = new Set<string>(unreadable);
  const lost: number[] = [];
  const began = performance.now();
  const retriesUntil = deps.runtime.now().getTime() + RETRY_MS;
  const waiting = new Set(groups);
  await observeAll();
  for (const { messageIds } of waiting) for (const messageId of messageIds) failed.add(messageId);
  log.info('draft changes', {
    messages: messages.length,
    pipelines: groups.length,
    failed: failed.size,
    late: waiting.size,
    milliseconds: Math.round(performance.now() - began),
  });
  if (lost.length > 0) measureLostPins(lost.reduce((sum, count) => sum + count, 0));
  const observed = messages.filter(wasObserved);
  if (observed.length > 0) measureEventToFlag(delayOf(observed, deps.runtime.now()));
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };

  // What failed is measured when it comes again, from its first sending. How long a check waited says nothing of flags.
  function wasObserved({ messageId }: SQSRecord): boolean {
    return events.has(messageId) && !failed.has(messageId);
  }

  async function observeAll(): Promise<void> {
    const all = () => pMap(groups, observe, { concurrency: PARALLEL_PIPELINES });
    await withinTime(remaining, all).catch((failure) => {
      if (!isPassing(failure)) throw failure; // cut off: what still waits has failed
    });
  }

  async function observe(group: Group) {
    const { pipeline, messageIds, isChecked } = group;
    if (!hasTimeLeft()) return;
    try {
      const state = await observePatiently(deps, pipeline, retriesUntil);
      if (isChecked) lost.push(await countLostPins(deps, state));
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

async function countLostPins(deps: Deps, { pipeline, current }: State): Promise<number> {
  const missing = await findLostPins(deps, pipeline, current);
  if (missing.length > 0) {
    log.error('files of the version that runs use are gone', {
      pipeline: displayName(pipeline),
      version: current?.number,
      files: missing.length,
      keys: missing.slice(0, MOST_KEYS).map(({ path }) => keyPrefix(pipeline) + path),
    });
  }
  return missing.length;
}

async function observePatiently(deps: Deps, pipeline: Pipeline, retriesUntil: number): Promise<State> {
  const { now, pause, random } = deps.runtime;
  for (let longest = FIRST_PAUSE_MS; ; longest *= 2) {
    const milliseconds = longest * (0.5 + random() / 2);
    try {
      return await observeDraft(deps, pipeline);
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
