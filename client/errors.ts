// How a request can fail: the service refuses it, or no answer of the service arrives. An aborted request rejects with
// its signal's reason instead.
import type { Error as ErrorReply } from './types.ts';

export type Refusal = ErrorReply['error'];

/** The service refused the request. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: Refusal['code'];
  readonly type: Refusal['type'];
  readonly details: Refusal['details'];
  readonly requestId: string;
  /** In seconds. */
  readonly retryAfter: number | undefined;
  /** How many times it was sent. After more than one, a 412 or 404 may be the effect of an earlier attempt. */
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

/** No answer, or one that is not this service's. The service may have carried out the request. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  /** The status that somebody else, such as a proxy, answered. */
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
