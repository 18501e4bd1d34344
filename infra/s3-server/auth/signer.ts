// Signature Version 4, computed by the SDK's own signer over the parts that the client claims to have signed.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { RequestHead } from '../http/request.ts';

type SignerOptions = ConstructorParameters<typeof SignatureV4>[0];
type SignerRequest = Parameters<SignatureV4['presign']>[0];

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

function Sha256(secret?: Uint8Array | string) {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return {
    update: (data: Uint8Array) => void hash.update(data),
    digest: async () => new Uint8Array(hash.digest()),
  };
}

export const createSigner = (credentials: Credentials, region: string, service = 's3'): SignatureV4 =>
  new SignatureV4({
    credentials,
    region,
    service,
    // S3 keys are encoded once and never normalised, unlike other services' paths.
    uriEscapePath: false,
    applyChecksum: false,
    sha256: Sha256 as unknown as SignerOptions['sha256'],
  });

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** S3 signs its own encoding of the path, even if the client left characters unencoded. */
export const canonicalPath = (rawPath: string): string =>
  encode(decodeURIComponent(rawPath)).replaceAll('%2F', '/');

/** The request reduced to what was signed: its headers, and the query without the names in `except`. */
export function signedPart(
  head: RequestHead,
  path: string,
  signed: ReadonlySet<string>,
  except: ReadonlySet<string>,
): SignerRequest {
  const headers = Object.entries(head.headers).filter(([name]) => signed.has(name));
  const query = [...head.query]
    .filter(([name]) => !except.has(name))
    .map(([name, values]) => [name, [...values]]);
  return {
    method: head.method,
    protocol: 'http:',
    hostname: head.headers.host ?? '',
    path,
    headers: Object.fromEntries(headers),
    query: Object.fromEntries(query),
  };
}

export function sameSignature(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
