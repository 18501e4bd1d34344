// Checks Signature Version 4 of a DynamoDB request, for machines that several people share.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
import { createHash } from 'node:crypto';
import { MAX_SKEW_MS, parseAmzDate } from '../../s3-server/auth/credential.ts';
import { createSigner, sameSignature } from '../../s3-server/auth/signer.ts';
import type { AccessKeys } from '../endpoints.ts';
import type { HttpRequest } from '../http/request.ts';
import { type Refusal, refusal } from './refusals.ts';

const FORM = /^AWS4-HMAC-SHA256 +Credential=([^,]+), *SignedHeaders=([^,]+), *Signature=([0-9a-f]+)$/;
const SCOPE = /^(?<key>.+)\/\d{8}\/(?<region>[^/]+)\/dynamodb\/aws4_request$/;

const INCOMPLETE = refusal(
  400,
  'IncompleteSignatureException',
  'The Authorization header is not well-formed.',
);
const UNKNOWN_KEY = refusal(
  400,
  'UnrecognizedClientException',
  'The security token included in the request is invalid.',
);
const INVALID = refusal(
  400,
  'InvalidSignatureException',
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
);

/** Why the request is refused; `undefined` if it is signed with these keys within the last 15 minutes, whole. */
export async function signatureProblem(keys: AccessKeys, request: HttpRequest): Promise<Refusal | undefined> {
  const [, credential = '', names = '', given = ''] = FORM.exec(request.headers.authorization ?? '') ?? [];
  const { key, region } = SCOPE.exec(credential)?.groups ?? {};
  const date = parseAmzDate(String(request.headers['x-amz-date']));
  if (region === undefined || date === undefined) return INCOMPLETE;
  if (key !== keys.accessKeyId) return UNKNOWN_KEY;
  const isTimely = Math.abs(Date.now() - date.getTime()) <= MAX_SKEW_MS;
  const signed = new Set(names.split(';'));
  if (!isTimely || !isWhole(request, signed)) return INVALID;
  return sameSignature(await signatureOf(keys, region, request, { signed, date }), given)
    ? undefined
    : INVALID;
}

/** The host and every x-amz-* header are signed, and a digest of the body is the digest of this body. */
function isWhole({ headers, body }: HttpRequest, signed: ReadonlySet<string>): boolean {
  const mustBeSigned = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const digest = headers['x-amz-content-sha256'];
  return (
    mustBeSigned.every((name) => signed.has(name)) &&
    (digest === undefined || digest === createHash('sha256').update(body).digest('hex'))
  );
}

interface Signing {
  readonly signed: ReadonlySet<string>;
  readonly date: Date;
}

async function signatureOf(
  keys: AccessKeys,
  region: string,
  { method, path, query, headers, body }: HttpRequest,
  { signed, date }: Signing,
): Promise<string> {
  const request = {
    method,
    protocol: 'http:',
    hostname: headers.host ?? '',
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => signed.has(name))
        .map(([name, value]) => [name, String(value)]),
    ),
    body,
  };
  const signer = createSigner(keys, region, 'dynamodb');
  const made = await signer.sign(request, { signingDate: date, signableHeaders: new Set(signed) });
  const [signature = ''] = /[^=]+$/.exec(made.headers.authorization ?? '') ?? [];
  return signature;
}
