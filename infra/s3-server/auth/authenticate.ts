// Finds the signature of a request and checks it. Denies unsigned requests.
import { S3Error } from '../errors.ts';
import type { RequestHead } from '../http/request.ts';
import type { Signature } from './credential.ts';
import { unsupportedMechanism } from './credential.ts';
import { checkHeaderSignature } from './header-signature.ts';
import { checkQuerySignature } from './query-signature.ts';
import { type Credentials, createSigner } from './signer.ts';

export interface Authenticated extends Signature {
  /** Signs text on the day and with the key of the request: for its chunks. */
  readonly sign: (text: string) => Promise<string>;
  readonly scope: string;
}

export type Authenticate = (head: RequestHead) => Promise<Authenticated>;

export function createAuthenticate(credentials: Credentials, region: string): Authenticate {
  const signer = createSigner(credentials, region);
  const expected = { accessKeyId: credentials.accessKeyId, region };

  async function check(head: RequestHead): Promise<Signature> {
    if (head.headers.authorization !== undefined) return checkHeaderSignature(signer, expected, head);
    if (head.query.has('X-Amz-Signature')) return checkQuerySignature(signer, expected, head);
    if (head.query.has('AWSAccessKeyId')) throw unsupportedMechanism();
    throw new S3Error('AccessDenied', 'Access Denied');
  }

  return async (head) => {
    const signature = await check(head);
    return {
      ...signature,
      scope: `${signature.scopeDate}/${region}/s3/aws4_request`,
      sign: (text) => signer.sign(text, { signingDate: signature.date }),
    };
  };
}
