// What every operation is given, and what it answers.
import type { FileHandle } from 'node:fs/promises';
import type { Origin } from '../events.ts';
import type { RequestHead } from '../http/request.ts';
import type { Payload } from '../payload/payload.ts';
import type { Store } from '../store/store.ts';

export interface S3Request extends RequestHead {
  readonly origin: Origin;
  /** Opens the body; it can be read once. */
  payload(): Payload;
}

export interface FileRange {
  readonly file: FileHandle;
  readonly start: number;
  /** Inclusive. */
  readonly end: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is an XML document. */
  readonly body?: string | FileRange;
}

export type Operation = (store: Store, request: S3Request) => Promise<Reply>;
