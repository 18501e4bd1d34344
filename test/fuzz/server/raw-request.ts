// A request as its bytes go over the wire: its parts may be nonsense, and so may the bytes that they become.
import { connect } from 'node:net';
import fc from 'fast-check';
import { NASTY } from '../mutate.ts';

export interface RawRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export interface RawReply {
  /** 0: the server hung up without an answer. */
  readonly status: number;
  readonly text: string;
}

/** Changes of single bytes; most requests arrive as they were meant. */
export const damages = fc.oneof(
  { weight: 19, arbitrary: fc.constant([]) },
  {
    weight: 1,
    arbitrary: fc.array(
      fc.record({ at: fc.nat(400), remove: fc.nat(3), insert: fc.string({ unit: 'binary', maxLength: 3 }) }),
      { minLength: 1, maxLength: 3 },
    ),
  },
);

type Damages = typeof damages extends fc.Arbitrary<infer T> ? T : never;

/** Mostly one of `good`, else what should be refused, encoded or as it is. */
export const mostly = (...good: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...good) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...NASTY).map((text) => encodeURIComponent(text.toWellFormed())),
    },
    { weight: 1, arbitrary: fc.constantFrom(...NASTY, '%2e%2e%2f', '%00', '%', '%ff', '//', '?', '#', '*') },
  );

/** Mostly none. */
export const seldom = <T>(some: fc.Arbitrary<readonly T[]>): fc.Arbitrary<readonly T[]> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: some });

export function toBytes({ method, target, headers, body }: RawRequest, all: Damages): Buffer {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    'Connection: close',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  let bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`);
  for (const { at, remove, insert } of all) {
    const here = at % bytes.length;
    bytes = Buffer.concat([bytes.subarray(0, here), Buffer.from(insert), bytes.subarray(here + remove)]);
  }
  return bytes;
}

/** Sends the bytes and reads until the server hangs up. If they are `cut`, it learns that no more will come. */
export function exchangeBytes(url: string, bytes: Buffer, cut: boolean): Promise<RawReply> {
  const { promise, resolve, reject } = Promise.withResolvers<RawReply>();
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const received: Buffer[] = [];
  socket.on('data', (data) => received.push(data));
  // A server that refuses a request may hang up before all of it is sent.
  socket.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
  });
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    const text = Buffer.concat(received).toString('latin1');
    const [, status = 0] = /^HTTP\/1\.1 ([2-5]\d\d)/m.exec(text) ?? []; // 1xx may come before
    resolve({ status: Number(status), text });
  });
  if (cut) socket.end(bytes);
  else socket.write(bytes);
  return promise;
}
