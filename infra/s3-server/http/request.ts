// The request as the operations see it. The target is split and decoded by hand: in S3 `a/../b` and `//`
// are literal parts of a key, which `new URL` would rewrite.
import type { IncomingMessage } from 'node:http';
import { invalidArgument, S3Error } from '../errors.ts';

const MAX_KEY_BYTES = 1024;

export interface Target {
  /** Empty for the service itself, `/`. */
  readonly bucket: string;
  /** Empty for the bucket itself. */
  readonly key: string;
  /** As sent, still percent-encoded. */
  readonly rawPath: string;
  /** Decoded; a name that comes twice has both values. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

export interface RequestHead extends Target {
  readonly method: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    if (cause instanceof URIError) throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
    throw cause;
  }
}

function parseQuery(text: string): Map<string, string[]> {
  const query = new Map<string, string[]>();
  for (const pair of text.split('&').filter((part) => part !== '')) {
    const [name = '', ...value] = pair.replaceAll('+', '%20').split('=');
    const key = decode(name);
    query.set(key, [...(query.get(key) ?? []), decode(value.join('='))]);
  }
  return query;
}

export function parseTarget(url: string): Target {
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  if (!rawPath.startsWith('/')) throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(decode(rawPath)) ?? [];
  checkKeyLength(key);
  return { bucket, key, rawPath, query: parseQuery(mark < 0 ? '' : url.slice(mark + 1)) };
}

export function checkKeyLength(key: string): void {
  const size = Buffer.byteLength(key);
  if (size > MAX_KEY_BYTES) {
    throw new S3Error('KeyTooLongError', 'Your key is too long', {
      details: { Size: String(size), MaxSizeAllowed: String(MAX_KEY_BYTES) },
    });
  }
}

/** Node decodes header bytes as Latin-1; S3's are UTF-8. */
function utf8(header: string): string {
  const text = Buffer.from(header, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? header : text;
}

export function readHead(incoming: IncomingMessage): RequestHead {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = utf8(String(value));
  return { method: incoming.method ?? '', headers, ...parseTarget(incoming.url ?? '') };
}

export const queryValue = (head: Pick<Target, 'query'>, name: string): string | undefined =>
  head.query.get(name)?.[0];

/** A whole number that is not negative, or `fallback` where the parameter is absent. */
export function queryNumber(head: Pick<Target, 'query'>, name: string, fallback: number): number {
  const text = queryValue(head, name);
  if (text === undefined || text === '') return fallback;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 0x7fff_ffff) {
    throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, text);
  }
  return Number(text);
}
