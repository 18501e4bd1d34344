// Takes the events that MinIO posts. An answer of 2xx lets MinIO forget them, so they are on disk by then; any other
// makes it keep them on its own disk and post them again every 3 s, in order, before all others:
// https://github.com/minio/minio/blob/master/internal/store/store.go
import { createHash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyResult, S3EventRecord } from 'aws-lambda';
import type { Answer, ReceivedRequest } from '../gateway/http-server.ts';
import { bodyTooLarge, eventsBody, eventsFailed, eventsMethod, eventsToken } from '../gateway/replies.ts';
import type { EventLog } from './event-log.ts';

export interface WebhookOptions {
  readonly token: string;
  readonly log: Pick<EventLog, 'append'>;
}

const TAKEN: APIGatewayProxyResult = { statusCode: 200, body: '{}' };

export function createWebhook({ token, log }: WebhookOptions): Answer {
  return async (request) => {
    const { requestId, method, headers, isTooLarge } = request;
    if (method !== 'POST') return eventsMethod(requestId);
    if (!isToken(headers.authorization ?? '', token)) return eventsToken(requestId);
    if (isTooLarge) return bodyTooLarge(requestId);
    const records = eventRecords(request);
    if (records === undefined) return eventsBody(requestId);
    try {
      await log.append(records);
      return TAKEN;
    } catch (error) {
      console.error('events of the webhook cannot be stored, they will come again:', error);
      return eventsFailed(requestId);
    }
  };
}

/** Takes the same time for every wrong one. */
function isToken(authorization: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}

/** `undefined` if the body is something else. */
function eventRecords({ body }: ReceivedRequest): readonly S3EventRecord[] | undefined {
  try {
    const { Records } = JSON.parse(body.toString());
    return Array.isArray(Records) && Records.every(isEventRecord) ? Records : undefined;
  } catch {
    return undefined; // the caller answers 400
  }
}

/** What the handler reads, and what a queue's message is made of. */
function isEventRecord(record: S3EventRecord | null): boolean {
  const { s3, eventTime } = record ?? {};
  return (
    typeof s3?.object?.key === 'string' &&
    typeof s3.bucket?.name === 'string' &&
    !Number.isNaN(Date.parse(`${eventTime}`))
  );
}
