import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { ScheduledHandler } from 'aws-lambda';
import { requestChecks, type SendMessages } from '../events/request-checks.ts';
import { log } from '../log.ts';
import { clientSettings } from '../wiring.ts';
import { deps } from './service.ts';

const sqs = new SQSClient(clientSettings());

const send: SendMessages = async (bodies) => {
  const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
  const QueueUrl = process.env.DRAFT_CHANGES_QUEUE_URL;
  const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length > 0) throw new Error(`${Failed.length} messages were not sent: ${Failed[0]?.Message}`);
};

/** A failure is tried again by Lambda, twice: asking for a pipeline two times does no harm. */
export const handler: ScheduledHandler = async () => {
  const pipelines = await requestChecks(deps.versions, send);
  log.info('checks requested', { pipelines });
};
