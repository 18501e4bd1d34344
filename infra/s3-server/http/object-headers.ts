// The headers that describe an object: taken from a PUT, given back on GET and HEAD.
import { invalidArgument, S3Error } from '../errors.ts';
import type { ObjectHeaders, ObjectVersion } from '../records.ts';
import { decodeWords, encodeWords } from './encoded-words.ts';
import type { RequestHead } from './request.ts';

const SYSTEM = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const USER_PREFIX = 'x-amz-meta-';
const MAX_USER_BYTES = 2048;
const DEFAULT_TYPE = 'binary/octet-stream';

/** `aws-chunked` is how the body travelled, not part of the object. */
function withoutChunking(encoding: string): string {
  return encoding
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== 'aws-chunked')
    .join(',');
}

function systemHeaders(headers: RequestHead['headers']): Record<string, string> {
  const system: Record<string, string> = { 'content-type': DEFAULT_TYPE };
  for (const name of SYSTEM) {
    const value = name === 'content-encoding' ? withoutChunking(headers[name] ?? '') : headers[name];
    if (value) system[name] = value;
  }
  return system;
}

/** AWS reads the bytes of metadata as ISO-8859-1, even if they are UTF-8. */
const asLatin1 = (value: string): string => Buffer.from(value).toString('latin1');

export function readObjectHeaders({ headers }: Pick<RequestHead, 'headers'>): ObjectHeaders {
  const user = Object.entries(headers)
    .filter(([name]) => name.startsWith(USER_PREFIX))
    .map(([name, value]) => [name.slice(USER_PREFIX.length), value] as const);
  const size = user.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (size > MAX_USER_BYTES) {
    throw new S3Error('MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
      details: { Size: String(size), MaxSizeAllowed: String(MAX_USER_BYTES) },
    });
  }
  const decoded = user.map(([name, value]) => [name, decodeWords(asLatin1(value))]);
  return { system: systemHeaders(headers), user: Object.fromEntries(decoded) };
}

export const quoted = (etag: string): string => `"${etag}"`;

const userHeaders = ({ user }: ObjectHeaders): Record<string, string> =>
  Object.fromEntries(Object.entries(user).map(([name, value]) => [USER_PREFIX + name, encodeWords(value)]));

export const checksumHeaders = ({ checksum }: Pick<ObjectVersion, 'checksum'>): Record<string, string> =>
  checksum
    ? { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, 'x-amz-checksum-type': checksum.type }
    : {};

export const lastModifiedHeader = (version: { readonly lastModified: number }): Record<string, string> => ({
  'last-modified': new Date(version.lastModified).toUTCString(),
});

const validators = (version: ObjectVersion): Record<string, string> => ({
  etag: quoted(version.etag),
  ...lastModifiedHeader(version),
});

/** The headers of a 304: https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5 */
export function cacheHeaders(version: ObjectVersion): Record<string, string> {
  const { 'cache-control': cacheControl, expires } = version.headers.system;
  return {
    ...validators(version),
    ...(cacheControl !== undefined && { 'cache-control': cacheControl }),
    ...(expires !== undefined && { expires }),
  };
}

export const describe = (version: ObjectVersion): Record<string, string> => ({
  ...version.headers.system,
  ...userHeaders(version.headers),
  ...validators(version),
  'accept-ranges': 'bytes',
});

/** `response-content-type=…` and its like in the query replace the stored header. */
export function overrides({ query }: Pick<RequestHead, 'query'>): Record<string, string> {
  const given = SYSTEM.flatMap((name) => {
    const value = query.get(`response-${name}`)?.[0];
    return value ? [[name, value] as const] : [];
  });
  for (const [name, value] of given) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a header must not hold them
    if (/[\x00-\x08\x0a-\x1f\x7f]/.test(value))
      throw invalidArgument('Header value is not valid', name, value);
  }
  return Object.fromEntries(given);
}
