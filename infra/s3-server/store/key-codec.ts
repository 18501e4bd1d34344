// LevelDB keys. They sort as S3 lists: bucket, then key by its UTF-8 bytes, then newest version first.
// A key may hold any character, so NUL is escaped (00 → 00 01) and 00 00 ends it; the order is kept.

const END = '\0\0';
/** No UTF-8 text holds this byte, so it sorts after every continuation of a prefix. */
const AFTER_ALL = Buffer.from([0xff]);
const SEQUENCE_DIGITS = 14;

const escapeNul = (key: string): string => (key.includes('\0') ? key.replaceAll('\0', '\0\x01') : key);

/** Versions of a key sort newest first because the stored number falls as the sequence rises. */
const descending = (sequence: number): string =>
  (Number.MAX_SAFE_INTEGER - sequence).toString(16).padStart(SEQUENCE_DIGITS, '0');

export const ascending = (sequence: number): string => sequence.toString(16).padStart(SEQUENCE_DIGITS, '0');

export const encodePrefix = (bucket: string, prefix: string): Buffer =>
  Buffer.from(`${bucket}\0${escapeNul(prefix)}`);

export const encodeKey = (bucket: string, key: string): Buffer =>
  Buffer.from(`${bucket}\0${escapeNul(key)}${END}`);

export const encodeVersion = (bucket: string, key: string, sequence: number): Buffer =>
  Buffer.from(`${bucket}\0${escapeNul(key)}${END}${descending(sequence)}`);

/** The least LevelDB key after everything that starts with `start`. */
export const after = (start: Buffer): Buffer => Buffer.concat([start, AFTER_ALL]);

/** The S3 key in what `encodeKey` or `encodeVersion` made. */
export function decodeKey(encoded: Buffer, bucket: string): string {
  const from = Buffer.byteLength(bucket) + 1;
  const escaped = encoded.toString('utf8', from, encoded.indexOf(END, from));
  return escaped.includes('\0') ? escaped.replaceAll('\0\x01', '\0') : escaped;
}
