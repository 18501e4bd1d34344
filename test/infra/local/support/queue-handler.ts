// An observe-drafts handler that notes what it gets and fails as told.
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

export interface NotedBatch {
  readonly keys: readonly string[];
  readonly event: SQSEvent;
}

/** What to do with a batch: the keys that fail, or a throw. */
export type Behaviour = (
  keys: readonly string[],
  call: number,
) => readonly string[] | Promise<readonly string[]>;

export function createQueueHandler(behaviour: Behaviour = () => []) {
  const batches: NotedBatch[] = [];
  async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
    const keys = event.Records.map(({ body }) => keyOf(body));
    batches.push({ keys, event });
    const failed = await behaviour(keys, batches.length);
    const failures = event.Records.filter(({ body }) => failed.includes(keyOf(body)));
    return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }
  return { handler, batches, keys: () => batches.map((batch) => batch.keys) };
}

function keyOf(body: string): string {
  return JSON.parse(body).Records[0].s3.object.key;
}
