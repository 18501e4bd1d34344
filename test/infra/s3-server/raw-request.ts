// Requests with exactly the bytes given, signed or not: for what no SDK would send.
import { createHash, createHmac } from 'node:crypto';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { SignatureV4 } from '@smithy/signature-v4';
import { credentials, region } from './start-server.ts';

export interface RawRequest {
  readonly method: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export interface RawReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The `<Code>` of an S3 error. */
  readonly code: string | undefined;
}

export function send(url: string, { method, target, headers = {}, body }: RawRequest): Promise<RawReply> {
  const { promise, resolve, reject } = Promise.withResolvers<RawReply>();
  const { hostname, port } = new URL(url);
  const outgoing = request({ hostname, port, method, path: target, headers, agent: false }, async (reply) => {
    const content = await text(reply);
    const code = /<Code>(.*?)<\/Code>/.exec(content)?.[1];
    resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: content, code });
  });
  outgoing.on('error', reject);
  outgoing.end(body);
  return promise;
}

function Sha256(secret?: string | Uint8Array) {
  const hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  return { update: (data: Uint8Array) => void hash.update(data), digest: async () => hash.digest() };
}

export interface SigningOptions {
  readonly date?: Date;
  readonly keyId?: string;
  readonly secret?: string;
  readonly region?: string;
}

export const signer = (options: SigningOptions = {}): SignatureV4 =>
  new SignatureV4({
    service: 's3',
    region: options.region ?? region,
    credentials: {
      accessKeyId: options.keyId ?? credentials.accessKeyId,
      secretAccessKey: options.secret ?? credentials.secretAccessKey,
    },
    uriEscapePath: false,
    applyChecksum: false,
    sha256: Sha256 as unknown as ConstructorParameters<typeof SignatureV4>[0]['sha256'],
  });

/** The same request with an Authorization header over all of its headers. */
export async function signed(
  url: string,
  raw: RawRequest,
  options: SigningOptions = {},
): Promise<RawRequest> {
  const { pathname, searchParams } = new URL(`http://x/?${raw.target.split('?')[1] ?? ''}`);
  const made = await signer(options).sign(
    {
      method: raw.method,
      protocol: 'http:',
      hostname: new URL(url).hostname,
      path: raw.target.split('?')[0] ?? pathname,
      query: Object.fromEntries(searchParams),
      headers: { host: new URL(url).host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', ...raw.headers },
    },
    { signingDate: options.date ?? new Date() },
  );
  return { ...raw, headers: made.headers };
}

export const sendSigned = async (url: string, raw: RawRequest, options?: SigningOptions): Promise<RawReply> =>
  send(url, await signed(url, raw, options));

/** Writes bytes to a socket and, if asked, cuts it off; resolves with what came back. */
export function sendBytes(url: string, bytes: string, cut = false): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (data) => {
    received += data;
  });
  socket.on('error', () => undefined);
  socket.on('close', () => resolve(received));
  socket.write(bytes, () => {
    if (cut) socket.resetAndDestroy();
  });
  return promise;
}
