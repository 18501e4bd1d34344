// A request body: the JSON object in it, or why there is none.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { parse } from 'lossless-json';
import { DomainError } from '../domain/errors.ts';
import { invalidRequest } from './invalid-request.ts';

/** Our bodies are a message and a few fields; anything near this size is a mistake. In bytes. */
export const MAX_BODY_BYTES = 64 * 1024;

interface EventBody {
  readonly body: string | null;
  readonly isBase64Encoded: boolean;
}

/** Throws `BODY_TOO_LARGE`. */
export function bodyBytes({ body, isBase64Encoded }: EventBody, maxBytes: number): Uint8Array {
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > maxBytes) throw bodyTooLarge(bytes.length, maxBytes);
  return bytes;
}

/** The text of the body, '' if there is none. Throws `BODY_TOO_LARGE`, or `INVALID_REQUEST` if it is not UTF-8. */
export function bodyText(event: EventBody): string {
  const bytes = bodyBytes(event, MAX_BODY_BYTES);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notAnObject('is not UTF-8 text');
  }
}

/** Throws `INVALID_REQUEST` unless the text is one JSON object in which no name has two values. */
export function parseJsonObject(text: string): object {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw notAnObject('must be a JSON object');
}

function parsed(text: string): unknown {
  try {
    return parse(text, undefined, { parseNumber: Number, onDuplicateKey: refuseDuplicate });
  } catch (failure) {
    if (failure instanceof DomainError) throw failure;
    if (failure instanceof RangeError) throw notAnObject('is nested too deeply');
    throw notAnObject(`is not JSON: ${(failure as Error).message}`);
  }
}

// JSON.parse would keep the last of them and drop the others in silence.
function refuseDuplicate({ key }: { readonly key: string }): never {
  throw invalidRequest([{ in: 'body', field: key, problem: 'stands there twice, with different values' }]);
}

function notAnObject(problem: string): DomainError {
  return invalidRequest([{ in: 'body', field: '', problem }]);
}

/** Throws `UNSUPPORTED_ENCODING`. Header names of the event are in lower case by now. */
export function assertNotPacked({ headers, body }: APIGatewayProxyEvent): void {
  const encoding = headers?.['content-encoding'] ?? 'identity';
  if (!body || encoding.toLowerCase() === 'identity') return;
  throw new DomainError(
    'UNSUPPORTED_ENCODING',
    `The body has the Content-Encoding ${encoding}; send it unpacked, without this header.`,
    { content_encoding: encoding },
  );
}

function bodyTooLarge(bytes: number, maxBytes: number): DomainError {
  return new DomainError('BODY_TOO_LARGE', `The request body has ${bytes} bytes; ${maxBytes} are allowed.`, {
    body_bytes: bytes,
    max_body_bytes: maxBytes,
  });
}
