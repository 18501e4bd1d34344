// Shared by both forms of a signature, header and query: the credential scope, the date, the signed headers.
import { S3Error, type S3ErrorCode } from '../errors.ts';
import type { RequestHead } from '../http/request.ts';

export const MAX_SKEW_MS = 15 * 60 * 1000;

/** A verified signature. The signatures of an upload's chunks are chained to it (payload/aws-chunked.ts). */
export interface Signature {
  readonly date: Date;
  /** The day in the credential scope, `YYYYMMDD`. */
  readonly scopeDate: string;
  /** Lower-case hex. */
  readonly signature: string;
}

export interface Expected {
  readonly accessKeyId: string;
  readonly region: string;
}

/** `AKID/20240131/us-east-1/s3/aws4_request` must name our key, region and service; returns the scope's date. */
export function checkCredential(credential: string, expected: Expected, malformed: S3ErrorCode): string {
  const parts = credential.split('/');
  const [date = '', region, service, terminator] = parts.splice(-4);
  if (parts.length === 0 || service !== 's3' || terminator !== 'aws4_request' || !/^\d{8}$/.test(date)) {
    throw new S3Error(
      malformed,
      'The Credential is mal-formed; expecting "<KEY>/YYYYMMDD/REGION/s3/aws4_request".',
    );
  }
  if (parts.join('/') !== expected.accessKeyId) {
    throw new S3Error(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      {
        details: { AWSAccessKeyId: parts.join('/') },
      },
    );
  }
  if (region !== expected.region) {
    throw new S3Error(malformed, `The region '${region}' is wrong; expecting '${expected.region}'`, {
      details: { Region: expected.region },
    });
  }
  return date;
}

/** `20240131T235959Z`; undefined where it is not such a date. */
export function parseAmzDate(text: string): Date | undefined {
  const iso = text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const date = new Date(iso);
  return iso === text || Number.isNaN(date.getTime()) ? undefined : date;
}

/** The host and every x-amz-* header must be under the signature, or they could be changed on the way. */
export function checkSignedHeaders(head: RequestHead, signed: ReadonlySet<string>): void {
  const unsigned = Object.keys(head.headers).filter(
    (name) => (name === 'host' || name.startsWith('x-amz-')) && !signed.has(name),
  );
  if (unsigned.length === 0) return;
  throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
    details: { HeadersNotSigned: unsigned.join(', ') },
  });
}

/** For signature version 2, which AWS refuses for new buckets, too. */
export const unsupportedMechanism = (): S3Error =>
  new S3Error(
    'InvalidRequest',
    'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
  );

export const signatureDoesNotMatch = (): S3Error =>
  new S3Error(
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
