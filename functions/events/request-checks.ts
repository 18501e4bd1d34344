// Asks the observer to look at every pipeline: at its draft, which mends what lost events left behind, and at the pins of
// its current version. One message for each, so that any number of pipelines is looked at in time.
import type { Pipeline } from '../domain/pipeline.ts';
import type { VersionStore } from '../ports/version-store.ts';
import { checkMessage } from './pipelines-of-records.ts';

/** As many as SQS takes at once. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const AT_ONCE = 10;

/** Rejects if some messages were not sent; those before it were, and a message may be sent twice without harm. */
export type SendMessages = (bodies: readonly string[]) => Promise<void>;

/** How many pipelines were asked for. */
export async function requestChecks(
  versions: Pick<VersionStore, 'pipelines'>,
  send: SendMessages,
): Promise<number> {
  let asked = 0;
  let waiting: Pipeline[] = [];
  const flush = async () => {
    await send(waiting.map(checkMessage));
    asked += waiting.length;
    waiting = [];
  };
  for await (const { pipeline } of versions.pipelines({})) {
    waiting.push(pipeline);
    if (waiting.length === AT_ONCE) await flush();
  }
  if (waiting.length > 0) await flush();
  return asked;
}
