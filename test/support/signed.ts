// Requests to a deployed API, signed (Signature Version 4) as whom the AWS SDK finds in its variables and profiles.
import { parse as parseQuery } from 'node:querystring';
import type { S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from './exchange.ts';

export type Sign = (baseUrl: string, request: HttpRequest) => Promise<HttpRequest>;

/** With the credentials and the region of that client. */
export function signAs({ config: { credentials, region, sha256 } }: S3Client): Sign {
  const signer = new SignatureV4({ service: 'execute-api', credentials, region, sha256 });
  return async (baseUrl, request) => {
    const { protocol, hostname, host, pathname } = new URL(baseUrl);
    const [path = '', search = ''] = request.target.split('?', 2);
    const { headers } = await signer.sign({
      method: request.method,
      protocol,
      hostname,
      path: pathname.replace(/\/$/, '') + path,
      query: parseQuery(search) as Record<string, string | string[]>,
      headers: { host },
      body: request.body,
    });
    const { host: _, ...added } = headers;
    return { ...request, headers: [...(request.headers ?? []), ...Object.entries(added).flat()] };
  };
}
