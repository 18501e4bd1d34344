// Signature Version 4 for API Gateway, as whom the AWS SDK finds by its standard chain: variables, profiles, SSO, roles.

import { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Sign } from '../client/send.ts';
import { WrongUse } from './failures.ts';

export function createSigner(region: string): Sign {
  // The client makes no request: its configuration is the SDK's standard chain.
  const { credentials: find, sha256 } = new S3Client({ region }).config;
  const credentials = () => find().catch(explain);
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256 });
  return async ({ method, url, headers, body }) => {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { ...headers, host: url.host },
      body,
    });
    const { host: _, ...sent } = signed.headers;
    return sent;
  };
}

function explain(error: Error): never {
  throw new WrongUse(`There are no AWS credentials to sign with: ${error.message}`, { cause: error });
}
