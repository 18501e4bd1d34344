// The `aws-chunked` content encoding: sized chunks, each with a signature or none, then trailing headers.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html and …/sigv4-streaming-trailers.html
import { createHash } from 'node:crypto';
import type { Authenticated } from '../auth/authenticate.ts';
import { signatureDoesNotMatch } from '../auth/credential.ts';
import { sameSignature } from '../auth/signer.ts';
import { S3Error } from '../errors.ts';
import { type ByteReader, createByteReader } from './byte-reader.ts';

export interface ChunkedOptions {
  /** The request's signature, where the chunks are signed in a chain that begins with it. */
  readonly chain: Authenticated | undefined;
  /** Receives the trailing headers, by lower-case name, once the body ended. */
  readonly onTrailers: (trailers: ReadonlyMap<string, string>) => void;
}

type ChainedCheck = (kind: 'PAYLOAD' | 'TRAILER', content: readonly string[], given: string) => Promise<void>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const EMPTY_SHA256 = sha256('');

function chainedCheck(chain: Authenticated): ChainedCheck {
  const date = chain.date.toISOString().replace(/[-:]|\.\d+/g, '');
  let previous = chain.signature;
  return async (kind, content, given) => {
    const lines = [`AWS4-HMAC-SHA256-${kind}`, date, chain.scope, previous, ...content];
    const expected = await chain.sign(lines.join('\n'));
    if (!sameSignature(expected, given)) throw signatureDoesNotMatch();
    previous = expected;
  };
}

function parseChunkHeader(line: string): { size: number; signature: string } {
  const [, size, signature = ''] = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]*))?$/.exec(line) ?? [];
  if (size === undefined) throw new S3Error('InvalidRequest', 'A chunk header is not well-formed');
  return { size: Number.parseInt(size, 16), signature };
}

async function readTrailers(reader: ByteReader): Promise<Map<string, string>> {
  const trailers = new Map<string, string>();
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const [, name, value = ''] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (!name)
      throw new S3Error(
        'MalformedTrailerError',
        'The request contained trailing data that was not well-formed',
      );
    trailers.set(name.trim().toLowerCase(), value.trim());
  }
  return trailers;
}

async function checkTrailers(check: ChainedCheck, trailers: Map<string, string>): Promise<void> {
  const given = trailers.get('x-amz-trailer-signature') ?? '';
  trailers.delete('x-amz-trailer-signature');
  if (trailers.size === 0) return;
  const canonical = [...trailers].map(([name, value]) => `${name}:${value}\n`).sort();
  await check('TRAILER', [sha256(canonical.join(''))], given);
}

async function* decode(
  reader: ByteReader,
  { chain, onTrailers }: ChunkedOptions,
): AsyncGenerator<Buffer, void> {
  const check = chain && chainedCheck(chain);
  for (let last = false; !last; ) {
    const { size, signature } = parseChunkHeader(await reader.line());
    const hash = createHash('sha256');
    for await (const piece of reader.take(size)) {
      if (check) hash.update(piece);
      yield piece;
    }
    await check?.('PAYLOAD', [EMPTY_SHA256, hash.digest('hex')], signature);
    last = size === 0;
    if (!last && (await reader.line()) !== '')
      throw new S3Error('InvalidRequest', 'A chunk does not end in CRLF');
  }
  const trailers = await readTrailers(reader);
  if (check) await checkTrailers(check, trailers);
  onTrailers(trailers);
}

/** Yields the decoded bytes. Throws at the first error, so a caller must keep nothing until the end. */
export async function* decodeAwsChunked(
  source: AsyncIterator<Buffer>,
  options: ChunkedOptions,
): AsyncGenerator<Buffer, void> {
  try {
    yield* decode(createByteReader(source), options);
  } finally {
    await source.return?.();
  }
}
