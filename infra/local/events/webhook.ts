// Accepts the events that MinIO posts. After an answer of 2xx MinIO forgets them, so they are on disk by then. After
// any other answer it keeps them on its own disk and posts them again every 3 s, in order, before all others:
// https://github.com/minio/minio/blob/master/internal/store/store.go
import { createHash, timingSafeEqual } from 'node:crypto';
import type { APIGatewayProxyResult, S3EventRecord } from 'aws-lambda';
import { TOKEN_VARIABLE } from '../events-token.ts';
import { bodyTooLarge, eventsBody, eventsFailed, eventsMethod, eventsToken } from '../gateway/replies.ts';
import type { Answer } from '../http/http-server.ts';
import type { HttpRequest } from '../http/request.ts';
import type { EventLog } from './event-log.ts';

export interface WebhookOptions {
  readonly token: string;
  readonly log: Pick<EventLog, 'append'>;
}

const OTHER_TOKEN = `events with another token are refused; MinIO and this service need the same ${TOKEN_VARIABLE}`;
const TAKEN: APIGatewayProxyResult = { statusCode: 200, body: '{}' };

export function createWebhook({ token, log }: WebhookOptions): Answer {
  let hasReported = false;
  function reportOnce(): void {
    if (!hasReported) console.error(OTHER_TOKEN);
    hasReported = true;
  }

  return async (request) => {
    const { requestId, method, headers, isTooLarge } = request;
    if (method !== 'POST') return eventsMethod(requestId);
    if (!isToken(headers.authorization ?? '', token)) {
      reportOnce();
      return eventsToken(requestId);
    }
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

/** In constant time, so that the time says nothing about the token. */
function isToken(authorization: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}

/** `undefined` if the body is something else. */
function eventRecords({ body }: HttpRequest): readonly S3EventRecord[] | undefined {
  try {
    const { Records } = JSON.parse(body.toString());
    return Array.isArray(Records) && Records.every(isEventRecord) ? Records : undefined;
  } catch {
    return undefined; // the caller answers 400
  }
}

/** Checks the fields that the handler reads and that a queue message is made of. */
function isEventRecord(record: S3EventRecord | null): boolean {
  const { s3, eventTime } = record ?? {};
  return (
    typeof s3?.object?.key === 'string' &&
    typeof s3.bucket?.name === 'string' &&
    !Number.isNaN(Date.parse(`${eventTime}`))
  );
}
