import { createSendMessages, type SendMessages } from '../adapters/sqs/send-messages.ts';
import { clientSettings } from './client-settings.ts';

/** To the queue of bucket events. Throws if the environment does not name it: few functions have to know it. */
export function wireDraftChanges({ DRAFT_CHANGES_QUEUE_URL: queueUrl } = process.env): SendMessages {
  if (!queueUrl) throw new Error('DRAFT_CHANGES_QUEUE_URL is not set');
  return createSendMessages(queueUrl, clientSettings());
}
