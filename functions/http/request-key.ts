// The idempotency key of a request, with a hash of everything that makes it this request.
import { createHash } from 'node:crypto';
import type { RequestKey } from '../domain/version.ts';
import type { Request } from './parse-request.ts';
import type { Route } from './route.ts';

export function requestKeyOf<R extends Route>(route: R, request: Request<R>): RequestKey | null {
  if (request.idempotencyKey === null) return null;
  // Bodies come out of their schema with their fields in its order, however they were sent.
  const input = JSON.stringify([route.operationId, request.params, request.body]);
  return { key: request.idempotencyKey, inputHash: createHash('sha256').update(input).digest('hex') };
}
