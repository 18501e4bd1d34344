import type { DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { areMessages } from '../events/are-messages.ts';
import { deliverNotices } from '../events/deliver-notices.ts';
import { tellNews } from '../events/tell-news.ts';
import { presentNews } from '../http/present-news.ts';
import { wireNews } from '../wiring/news.ts';

const { outlets, delivery } = wireNews();

/** One function for both steps, from the table's stream to the queue and from there to the web service. */
export async function handler({
  Records: records,
}: DynamoDBStreamEvent | SQSEvent): Promise<SQSBatchResponse | undefined> {
  if (areMessages(records)) return deliverNotices(delivery(), records);
  await tellNews({ ...outlets(), present: presentNews }, records);
  return undefined;
}
