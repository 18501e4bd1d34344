// What the headers announce about the body: its encoding, its length, and its digests.
import { invalidArgument, S3Error } from '../errors.ts';
import type { RequestHead } from '../http/request.ts';
import { type ChecksumAlgorithm, isChecksumAlgorithm } from './checksums.ts';

/** The largest object of a single PUT. */
const MAX_BYTES = 5 * 1024 ** 3;
const CHECKSUM_PREFIX = 'x-amz-checksum-';
/** Not values of checksums, though they begin like one. */
const CHECKSUM_SETTINGS = new Set(['x-amz-checksum-mode', 'x-amz-checksum-type', 'x-amz-checksum-algorithm']);

export type Encoding = 'plain' | 'unsigned-chunks' | 'signed-chunks';

const encodings: Readonly<Record<string, Encoding>> = {
  'UNSIGNED-PAYLOAD': 'plain',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': 'unsigned-chunks',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': 'signed-chunks',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': 'signed-chunks',
};

export function announcedHash({ headers }: RequestHead): string | undefined {
  const value = headers['x-amz-content-sha256'] ?? '';
  return /^[0-9a-f]{64}$/.test(value) ? value : undefined;
}

/** No value at all is `plain`: presigned URLs need none, and curl sends none. */
export function announcedEncoding(head: RequestHead): Encoding {
  const value = head.headers['x-amz-content-sha256'];
  if (value === undefined || announcedHash(head)) return 'plain';
  const encoding = Object.hasOwn(encodings, value) ? encodings[value] : undefined;
  if (encoding) return encoding;
  const message = `x-amz-content-sha256 must be ${Object.keys(encodings).join(', ')}, or a valid sha256 value.`;
  throw invalidArgument(message, 'x-amz-content-sha256', value);
}

/** The number of bytes of the body itself, without the encoding. */
export function announcedSize({ headers }: RequestHead, encoding: Encoding): number {
  const size = headers[encoding === 'plain' ? 'content-length' : 'x-amz-decoded-content-length'];
  if (size === undefined || !/^\d{1,15}$/.test(size)) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  if (Number(size) > MAX_BYTES) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
      details: { ProposedSize: size, MaxSizeAllowed: String(MAX_BYTES) },
    });
  }
  return Number(size);
}

/** In base64. */
export function announcedMd5({ headers }: RequestHead): string | undefined {
  const md5 = headers['content-md5'];
  if (md5 !== undefined && Buffer.from(md5, 'base64').length !== 16) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified was invalid.');
  }
  return md5;
}

export interface AnnouncedChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** The header, or trailer, that has the value. */
  readonly header: string;
  /** Undefined where it comes in the trailer. */
  readonly value: string | undefined;
}

function checksumOf(header: string, value: string | undefined): AnnouncedChecksum {
  const algorithm = header.slice(CHECKSUM_PREFIX.length);
  if (isChecksumAlgorithm(algorithm)) return { algorithm, header, value };
  throw new S3Error('NotImplemented', `The checksum algorithm of ${header} is not implemented`);
}

/** CompleteMultipartUpload names the checksum of the object that it makes; its body is the list of the parts. */
const describesObject = ({ method, query }: RequestHead): boolean =>
  method === 'POST' && query.has('uploadId');

export function announcedChecksum(head: RequestHead): AnnouncedChecksum | undefined {
  if (describesObject(head)) return undefined;
  const { headers } = head;
  const trailer = headers['x-amz-trailer']?.toLowerCase();
  const given = [...Object.keys(headers), ...(trailer ? [trailer] : [])].filter(
    (name) => name.startsWith(CHECKSUM_PREFIX) && !CHECKSUM_SETTINGS.has(name),
  );
  if (given.length > 1) {
    throw new S3Error(
      'InvalidRequest',
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  if (given[0]) return checksumOf(given[0], headers[given[0]]);
  if (headers['x-amz-sdk-checksum-algorithm'] === undefined) return undefined;
  throw new S3Error(
    'InvalidRequest',
    'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
  );
}
