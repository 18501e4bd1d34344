// One request from the wire to the wire: read, authenticate, find the operation, run it, reply.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Authenticate } from './auth/authenticate.ts';
import { S3Error } from './errors.ts';
import type { FullDisk } from './full-disk.ts';
import { GUARDED_HEADERS, isForeign } from './guard.ts';
import { type Reply, sendError, sendReply } from './http/reply.ts';
import { readHead } from './http/request.ts';
import { findOperation } from './operations/table.ts';
import { openPayload } from './payload/payload.ts';
import type { Origin } from './store/events.ts';
import type { Store } from './store/store.ts';

export interface HandlerDeps {
  readonly store: Store;
  readonly authenticate: Authenticate;
  readonly region: string;
  readonly fullDisk: FullDisk;
}

export const newRequestId = (): string => randomBytes(8).toString('hex').toUpperCase();
export const newHostId = (): string => randomBytes(48).toString('base64');

async function answer(deps: HandlerDeps, incoming: IncomingMessage, origin: Origin): Promise<Reply> {
  const head = readHead(incoming);
  const { method, rawPath } = head;
  if (isForeign({ method, path: rawPath, headers: incoming.headers }, { isPage: () => true })) {
    throw new S3Error('AccessDenied', 'Web pages of other origins may not use this server.');
  }
  const auth = await deps.authenticate(head);
  const operation = findOperation(head);
  return operation(deps.store, { ...head, origin, payload: () => openPayload(incoming, head, auth) });
}

/** The client went away in the middle of its request, so there is no one to answer. */
const isCutOff = (incoming: IncomingMessage): boolean => incoming.destroyed && !incoming.complete;

function toS3Error(error: unknown, fullDisk: FullDisk): S3Error {
  if (error instanceof S3Error) return error;
  if (!fullDisk.isReason(error)) console.error('S3 server: unexpected error', error);
  return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
}

export async function handle(
  deps: HandlerDeps,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const origin = {
    region: deps.region,
    sourceAddress: incoming.socket.remoteAddress ?? '',
    requestId: newRequestId(),
    hostId: newHostId(),
  };
  response.setHeaders(new Map(Object.entries(GUARDED_HEADERS)));
  response.setHeader('server', 'AmazonS3');
  response.setHeader('x-amz-request-id', origin.requestId);
  response.setHeader('x-amz-id-2', origin.hostId);
  try {
    const reply = await answer(deps, incoming, origin);
    if (incoming.method === 'PUT') deps.fullDisk.hasRoom();
    await sendReply(response, reply);
  } catch (error) {
    if (isCutOff(incoming) || response.destroyed) return;
    if (response.headersSent) return void response.destroy(error as Error);
    const [resource = ''] = (incoming.url ?? '').split('?');
    sendError(response, toS3Error(error, deps.fullDisk), {
      ...origin,
      method: incoming.method ?? '',
      resource,
    });
    // Node drops the rest of a body only if no one began to read it; the connection's next request comes after it.
    incoming.resume();
  }
}
