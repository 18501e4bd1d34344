// What operations answer, and how answers and errors go onto the wire.
import type { FileHandle } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { errorStatus, type S3Error } from '../errors.ts';
import { errorDocument, fields } from './xml.ts';

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

/** The inverse of `utf8` in request.ts: UTF-8 bytes, which Node writes as Latin-1. */
const latin1 = (value: string): string => Buffer.from(value).toString('latin1');

function writeHead(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, latin1(value));
  response.statusCode = status;
}

async function sendFile(response: ServerResponse, { file, start, end }: FileRange): Promise<void> {
  await pipeline(file.createReadStream({ start, end }), response);
}

export async function sendReply(
  response: ServerResponse,
  { status, headers = {}, body }: Reply,
): Promise<void> {
  writeHead(response, status, headers);
  if (typeof body === 'object') return sendFile(response, body);
  if (body !== undefined) response.setHeader('content-type', 'application/xml');
  response.end(body);
}

export interface ErrorContext {
  readonly method: string;
  readonly resource: string;
  readonly requestId: string;
  readonly hostId: string;
}

export function errorXml(error: S3Error, { resource, requestId, hostId }: ErrorContext): string {
  return errorDocument(
    fields({
      Code: error.code,
      Message: error.message,
      ...error.details,
      Resource: resource,
      RequestId: requestId,
      HostId: hostId,
    }),
  );
}

export function sendError(response: ServerResponse, error: S3Error, context: ErrorContext): void {
  const status = errorStatus[error.code];
  // A reply may have been begun before it failed.
  response.removeHeader('content-length');
  writeHead(response, status, error.headers);
  if (context.method === 'HEAD' || status === 304) return void response.end();
  response.setHeader('content-type', 'application/xml');
  response.end(errorXml(error, context));
}
