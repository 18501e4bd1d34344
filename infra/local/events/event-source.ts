// Where bucket events come from: the outbox of the embedded S3, a queue, or a webhook that MinIO calls. All of them
// reach the same handler in the same shape.
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { EventOutbox } from '../../s3-server/store/outbox.ts';
import { provideDataDir, providePrivateDir } from '../data-dir.ts';
import { eventsToken } from '../events-token.ts';
import type { Answer } from '../http/http-server.ts';
import type { QueueHandler } from '../lambda/handlers.ts';
import type { EventQueue } from '../provision/queue.ts';
import { dataDirError } from '../start-error.ts';
import { startEventDelivery } from './event-delivery.ts';
import { openEventLog } from './event-log.ts';
import { startQueuePolling } from './queue-polling.ts';
import { createWebhook } from './webhook.ts';

export interface EventSourceOptions {
  readonly outbox?: EventOutbox | undefined;
  readonly queue?: EventQueue | undefined;
  readonly handler: QueueHandler;
  /** Keeps posted events until they are handled. */
  readonly dataDir: string;
}

export interface EventSource {
  /** For the gateway to serve. */
  readonly webhook?: Answer;
  /** The token that its posts carry, unless the user chose one. */
  readonly newToken?: string | undefined;
  /** Finishes the deliveries in flight; the other events stay at their source. */
  close(): Promise<void>;
}

/** Longer than a long poll. */
const SQS_TIMEOUT_MS = 30_000;

/** Rejects with a `StartError` for what the user can mend. */
export async function startEventSource(options: EventSourceOptions): Promise<EventSource> {
  const { outbox, queue, handler } = options;
  if (outbox !== undefined) return startEventDelivery({ outbox, handler });
  return queue === undefined ? takePosts(options) : pollQueue(queue, handler);
}

async function takePosts({ handler, dataDir }: EventSourceOptions): Promise<EventSource> {
  await provideDataDir(dataDir);
  const token = await eventsToken(dataDir, process.env);
  const directory = providePrivateDir(join(dataDir, 'events'));
  const log = await directory.then(openEventLog).catch((error: unknown) => {
    throw dataDirError(error, dataDir) ?? error;
  });
  const delivery = startEventDelivery({ outbox: log.outbox, handler });
  return {
    webhook: createWebhook({ token: token.value, log }),
    newToken: token.isGiven ? undefined : token.value,
    async close() {
      await delivery.close();
      await log.close();
    },
  };
}

function pollQueue(queue: EventQueue, handler: QueueHandler): EventSource {
  const sqs = new SQSClient({
    endpoint: queue.endpoint,
    requestHandler: { requestTimeout: SQS_TIMEOUT_MS, throwOnRequestTimeout: true },
  });
  const polling = startQueuePolling({ sqs, queue, handler });
  return {
    async close() {
      await polling.close();
      sqs.destroy();
    },
  };
}
