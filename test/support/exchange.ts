// One HTTP request as it is written here, byte by byte: headers sent twice, a body on a GET, paths that are not
// valid. fetch would refuse or tidy these up.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method: string;
  /** As it goes over the wire, with the query. */
  readonly target: string;
  /** Names and values in turn. */
  readonly headers?: readonly string[] | undefined;
  readonly body?: string | Uint8Array | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Rejects if the connection breaks before the answer is complete. */
export function exchange(baseUrl: string, { method, target, headers = [], body }: HttpRequest) {
  const { protocol, hostname, port, host, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/$/, '') + target;
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  const bytes = Buffer.from(body ?? '');
  const length = body === undefined ? [] : ['Content-Length', String(bytes.length)];
  return new Promise<HttpAnswer>((resolve, reject) => {
    const options = { method, hostname, port, path, headers: ['Host', host, ...headers, ...length] };
    const outgoing = send(options, (incoming) => {
      const { statusCode: status = 0, headers } = incoming;
      buffer(incoming).then((bytes) => resolve({ status, headers, bytes }), reject);
    });
    outgoing.on('error', reject).end(bytes);
  });
}
