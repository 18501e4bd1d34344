// How a request can fail: refused by the service, or without an answer of the service. An aborted request rejects with
// its signal's reason instead.
import type { Error as ErrorReply } from './types.ts';

export type Refusal = ErrorReply['error'];

/** The service has answered, and refused. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: Refusal['code'];
  readonly type: Refusal['type'];
  readonly details: Refusal['details'];
  readonly requestId: string;
  /** In seconds. */
  readonly retryAfter: number | undefined;
  /** How often it was sent. After more than one time a 412 or 404 may be about what the first one has done. */
  attempts = 1;

  constructor(status: number, refusal: Refusal, retryAfter: number | undefined) {
    super(refusal.message);
    this.status = status;
    this.code = refusal.code;
    this.type = refusal.type;
    this.details = refusal.details;
    this.requestId = refusal.request_id;
    this.retryAfter = retryAfter;
  }
}

/** No answer, or one that is not this service's. Whether the request was carried out is not known. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  /** Of an answer by somebody else, such as a proxy. */
  readonly status: number | undefined;
  /** In seconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, { status, retryAfter, cause }: UnreachableOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

interface UnreachableOptions {
  readonly status?: number;
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}
