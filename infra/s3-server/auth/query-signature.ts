// The signature in the query of a presigned URL.
import type { SignatureV4 } from '@smithy/signature-v4';
import { S3Error } from '../errors.ts';
import { queryValue, type RequestHead } from '../http/request.ts';
import type { Signature } from './credential.ts';
import {
  checkCredential,
  checkSignedHeaders,
  type Expected,
  MAX_SKEW_MS,
  parseAmzDate,
  signatureDoesNotMatch,
} from './credential.ts';
import { canonicalPath, sameSignature, signedPart } from './signer.ts';

const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;
/** The signer writes these itself. */
const OWN_PARAMETERS = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
]);

const malformed = (message: string): S3Error => new S3Error('AuthorizationQueryParametersError', message);

function required(head: RequestHead, name: string): string {
  const value = queryValue(head, name);
  if (!value) throw malformed(`Query-string authentication version 4 requires the ${name} parameter`);
  return value;
}

function validity(head: RequestHead): { date: Date; expiresIn: number } {
  const date = parseAmzDate(required(head, 'X-Amz-Date'));
  const expires = required(head, 'X-Amz-Expires');
  if (!date) throw malformed("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!/^\d{1,9}$/.test(expires)) throw malformed('X-Amz-Expires should be a non-negative number');
  if (Number(expires) > MAX_EXPIRES_SECONDS) {
    throw malformed(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return { date, expiresIn: Number(expires) };
}

function checkTime(date: Date, expiresIn: number): void {
  const expiry = date.getTime() + expiresIn * 1000;
  if (date.getTime() - MAX_SKEW_MS > Date.now())
    throw new S3Error('AccessDenied', 'Request is not valid yet');
  if (Date.now() <= expiry) return;
  throw new S3Error('AccessDenied', 'Request has expired', {
    details: { 'X-Amz-Expires': String(expiresIn), Expires: new Date(expiry).toISOString() },
  });
}

export async function checkQuerySignature(
  signer: SignatureV4,
  expected: Expected,
  head: RequestHead,
): Promise<Signature> {
  if (required(head, 'X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') {
    throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"');
  }
  const scopeDate = checkCredential(
    required(head, 'X-Amz-Credential'),
    expected,
    'AuthorizationQueryParametersError',
  );
  const { date, expiresIn } = validity(head);
  const given = required(head, 'X-Amz-Signature');
  const signed = new Set(required(head, 'X-Amz-SignedHeaders').split(';'));
  checkSignedHeaders(head, signed);
  checkTime(date, expiresIn);
  const request = signedPart(head, canonicalPath(head.rawPath), signed, OWN_PARAMETERS);
  // A body that is neither text nor bytes makes the signer sign UNSIGNED-PAYLOAD, as presigning clients do.
  const made = await signer.presign(
    { ...request, body: {} },
    { signingDate: date, expiresIn, signableHeaders: signed, unhoistableHeaders: signed },
  );
  const signature = String(made.query?.['X-Amz-Signature']);
  if (!sameSignature(signature, given)) throw signatureDoesNotMatch();
  return { date, scopeDate, signature };
}
