// The idempotency key of a request, with a hash of everything that makes it this request.
import { createHash } from 'node:crypto';
import type { RequestKey } from '../domain/version.ts';
import type { Request } from './parse-request.ts';
import type { Operation } from './route.ts';

/**
 * The body counts as it was sent: without the defaults of its schema, so that a release that adds a field does not turn
 * retries into other requests; in whatever order its fields came.
 */
export function requestKeyOf<R extends Operation>(route: R, request: Request<R>): RequestKey | null {
  if (request.idempotencyKey === null) return null;
  const input = JSON.stringify([route.operationId, request.params, request.sentBody], inOrder);
  return { key: request.idempotencyKey, inputHash: createHash('sha256').update(input).digest('hex') };
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
