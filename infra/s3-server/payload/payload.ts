// The body of a request: decoded, counted and checked on the way to the code that stores or parses it.
import type { IncomingMessage } from 'node:http';
import type { Authenticated } from '../auth/authenticate.ts';
import { S3Error } from '../errors.ts';
import type { RequestHead } from '../http/request.ts';
import { announcedEncoding, announcedSize } from './announced.ts';
import { decodeAwsChunked } from './aws-chunked.ts';
import { incompleteBody } from './byte-reader.ts';
import { type Digested, startDigests, type Trailers } from './digests.ts';

export interface Summary extends Digested {
  readonly size: number;
}

export interface Payload {
  /** Can be read once. Throws unless the body is complete and matches what the client announced. */
  readonly chunks: AsyncIterable<Buffer>;
  /** After the end of `chunks`. */
  summary(): Summary;
}

interface Decoded {
  readonly chunks: AsyncIterable<Buffer>;
  /** After the end of `chunks`. */
  trailers(): Trailers;
}

async function* received(incoming: IncomingMessage): AsyncGenerator<Buffer> {
  // Not destroyed when reading stops early: the socket is still needed for the error reply.
  yield* incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

function decode(incoming: IncomingMessage, head: RequestHead, auth: Authenticated): Decoded {
  const encoding = announcedEncoding(head);
  let trailers: Trailers = new Map();
  if (encoding === 'plain') return { chunks: received(incoming), trailers: () => trailers };
  const chunks = decodeAwsChunked(received(incoming), {
    chain: encoding === 'signed-chunks' ? auth : undefined,
    onTrailers: (found) => {
      trailers = found;
    },
  });
  return { chunks, trailers: () => trailers };
}

export function openPayload(incoming: IncomingMessage, head: RequestHead, auth: Authenticated): Payload {
  const announced = announcedSize(head, announcedEncoding(head));
  const digests = startDigests(head);
  const decoded = decode(incoming, head, auth);
  let summary: Summary | undefined;

  async function* checked(): AsyncGenerator<Buffer> {
    let size = 0;
    for await (const chunk of decoded.chunks) {
      size += chunk.length;
      if (size > announced) throw incompleteBody();
      digests.update(chunk);
      yield chunk;
    }
    if (size !== announced) throw incompleteBody();
    summary = { size, ...digests.finish(decoded.trailers()) };
  }

  return {
    chunks: checked(),
    summary() {
      if (!summary) throw new Error('The payload was not read to its end');
      return summary;
    },
  };
}

/** A whole small body, such as an XML document. */
export async function readText(payload: Payload, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload.chunks) {
    size += chunk.length;
    if (size > maxBytes) throw new S3Error('MaxMessageLengthExceeded', 'Your request was too big.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
