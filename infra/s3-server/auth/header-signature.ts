// The signature in an `Authorization` header.
import type { SignatureV4 } from '@smithy/signature-v4';
import { S3Error } from '../errors.ts';
import type { RequestHead } from '../http/request.ts';
import type { Signature } from './credential.ts';
import {
  checkCredential,
  checkSignedHeaders,
  type Expected,
  MAX_SKEW_MS,
  parseAmzDate,
  signatureDoesNotMatch,
  unsupportedMechanism,
} from './credential.ts';
import { canonicalPath, sameSignature, signedPart } from './signer.ts';

const FORM = /^AWS4-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([^,]+)$/;

function checkClock(date: Date): void {
  if (Math.abs(Date.now() - date.getTime()) <= MAX_SKEW_MS) return;
  throw new S3Error(
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
    { details: { RequestTime: date.toISOString(), ServerTime: new Date().toISOString() } },
  );
}

function parse(authorization: string): { credential: string; signed: Set<string>; given: string } {
  const [, credential, headers, given] = FORM.exec(authorization.trim()) ?? [];
  if (credential && headers && given) return { credential, signed: new Set(headers.split(';')), given };
  if (authorization.startsWith('AWS4-HMAC-SHA256')) {
    throw new S3Error('AuthorizationHeaderMalformed', 'The authorization header you provided is invalid.');
  }
  throw unsupportedMechanism();
}

function requestDate(head: RequestHead): Date {
  const date = parseAmzDate(head.headers['x-amz-date'] ?? '');
  if (!date) throw new S3Error('AccessDenied', 'AWS authentication requires a valid x-amz-date header');
  return date;
}

export async function checkHeaderSignature(
  signer: SignatureV4,
  expected: Expected,
  head: RequestHead,
): Promise<Signature> {
  const { credential, signed, given } = parse(head.headers.authorization ?? '');
  const scopeDate = checkCredential(credential, expected, 'AuthorizationHeaderMalformed');
  const date = requestDate(head);
  checkClock(date);
  checkSignedHeaders(head, signed);
  // Without x-amz-content-sha256 the signer takes the hash of no body. AWS demands the header; curl 7.88
  // does not send it and signs just that hash, even for uploads, whose body is then not under the signature.
  // curl signs the path as it was typed, the SDKs sign it as S3 encodes it: the same path either way.
  for (const path of new Set([canonicalPath(head.rawPath), head.rawPath])) {
    const request = signedPart(head, path, signed, new Set());
    const made = await signer.sign(request, { signingDate: date, signableHeaders: signed });
    const [signature = ''] = /[^=]+$/.exec(made.headers.authorization ?? '') ?? [];
    if (sameSignature(signature, given)) return { date, scopeDate, signature };
  }
  throw signatureDoesNotMatch();
}
