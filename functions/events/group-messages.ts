// The pipelines that a batch of messages is about, each once.
import type { SQSRecord } from 'aws-lambda';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { log } from '../log.ts';
import { pipelinesOfMessage } from './pipelines-of-records.ts';

export interface Group {
  readonly pipeline: Pipeline;
  readonly messageIds: readonly string[];
  /** Whether one of them asks to look for the pins of the current version. */
  readonly isChecked: boolean;
}

export interface Grouped {
  readonly groups: readonly Group[];
  /** Of messages that cannot be read, at least in part. Each is logged, fails each time, and ends in the dead-letter queue. */
  readonly unreadable: readonly string[];
  /** Of messages with an event on a pipeline. */
  readonly events: ReadonlySet<string>;
}

export function groupMessages(messages: readonly SQSRecord[], bucketName: string): Grouped {
  const groups = new Map<string, Group>();
  const unreadable: string[] = [];
  const events = new Set<string>();
  for (const { messageId, body } of messages) {
    try {
      const { pipelines, unreadable: keys, isCheck } = pipelinesOfMessage(body, bucketName);
      for (const pipeline of pipelines) {
        const name = displayName(pipeline);
        const known = groups.get(name);
        const messageIds = [...(known?.messageIds ?? []), messageId];
        groups.set(name, { pipeline, messageIds, isChecked: isCheck || known?.isChecked === true });
        if (!isCheck) events.add(messageId);
      }
      if (keys.length > 0) throw new Error(`keys that cannot be decoded: ${keys}`);
    } catch (failure) {
      unreadable.push(messageId);
      log.error('a message cannot be read', { messageId, error: failure as Error });
    }
  }
  return { groups: [...groups.values()], unreadable, events };
}
