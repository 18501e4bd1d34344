// The type of an operation, and its input.

import type { Reply } from '../http/reply.ts';
import type { RequestHead } from '../http/request.ts';
import type { Payload } from '../payload/payload.ts';
import type { Origin } from '../store/events.ts';
import type { Store } from '../store/store.ts';

export interface S3Request extends RequestHead {
  readonly origin: Origin;
  /** Opens the body; it can be read once. */
  payload(): Payload;
}

export type Operation = (store: Store, request: S3Request) => Promise<Reply>;
