// The `aws-chunked` encodings, byte by byte: SDKs over plain HTTP send the signed ones, others the unsigned.
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type RawReply, send, signed, signer } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { get, keys, text } from './s3-calls.ts';
import { region } from './start-server.ts';

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');

function crcOf(body: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
}

interface Upload {
  readonly chunks: readonly string[];
  readonly trailer?: Record<string, string>;
  readonly decodedLength?: number;
  /** Spoils the bytes after they were signed. */
  readonly spoil?: (body: string) => string;
}

const plainChunks = ({ chunks, trailer = {} }: Upload): string => {
  const lines = [...chunks, ''].map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}${chunk && '\r\n'}`);
  return `${lines.join('')}${Object.entries(trailer)
    .map(([name, value]) => `${name}:${value}\r\n`)
    .join('')}\r\n`;
};

async function signedChunks({ chunks, trailer }: Upload, seed: string, date: Date): Promise<string> {
  const time = date.toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  let previous = seed;
  const chain = async (kind: string, ...content: string[]) => {
    const toSign = [`AWS4-HMAC-SHA256-${kind}`, time, scope, previous, ...content].join('\n');
    previous = await signer().sign(toSign, { signingDate: date });
    return previous;
  };
  let body = '';
  for (const chunk of [...chunks, '']) {
    const signature = await chain('PAYLOAD', sha256(''), sha256(chunk));
    body += `${chunk.length.toString(16)};chunk-signature=${signature}\r\n${chunk}${chunk && '\r\n'}`;
  }
  for (const [name, value] of Object.entries(trailer ?? {})) {
    body += `${name}:${value}\r\nx-amz-trailer-signature:${await chain('TRAILER', sha256(`${name}:${value}\n`))}\r\n`;
  }
  return `${body}\r\n`;
}

async function upload(url: string, target: string, mode: string, data: Upload): Promise<RawReply> {
  const date = new Date();
  const trailerNames = Object.keys(data.trailer ?? {}).join(',');
  const headers = {
    'x-amz-content-sha256': mode,
    'content-encoding': 'gzip,aws-chunked',
    'x-amz-decoded-content-length': String(data.decodedLength ?? data.chunks.join('').length),
    ...(trailerNames && { 'x-amz-trailer': trailerNames }),
  };
  const raw = await signed(url, { method: 'PUT', target, headers }, { date });
  const seed = /Signature=(\w+)/.exec(raw.headers?.authorization ?? '')?.[1] ?? '';
  const body = mode.startsWith('STREAMING-AWS4') ? await signedChunks(data, seed, date) : plainChunks(data);
  return send(url, { ...raw, body: data.spoil ? data.spoil(body) : body });
}

const UNSIGNED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const SIGNED_TRAILER = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER';
const chunks = ['first chunk ', 'x'.repeat(9000), ' last'];
const trailer = { 'x-amz-checksum-crc32': crcOf(chunks.join('')) };

describe('aws-chunked uploads', () => {
  const s3 = useServer();

  test.each([
    [UNSIGNED, { chunks, trailer }],
    [UNSIGNED, { chunks }],
    [UNSIGNED, { chunks: [] }],
    [SIGNED, { chunks }],
    [SIGNED, { chunks: [] }],
    [SIGNED_TRAILER, { chunks, trailer }],
  ])('%s stores the decoded body', async (mode, data) => {
    const Bucket = await s3.bucket();

    const reply = await upload(s3.server.url, `/${Bucket}/key`, mode, data);

    expect(reply.status).toBe(200);
    expect(await text(s3.client, Bucket, 'key')).toBe(data.chunks.join(''));
    expect((await get(s3.client, Bucket, 'key')).ContentEncoding).toBe('gzip');
  });

  test.each([
    [
      'a changed chunk',
      SIGNED,
      { chunks, spoil: (b: string) => b.replace('first', 'f1rst') },
      'SignatureDoesNotMatch',
    ],
    [
      'a changed chunk signature',
      SIGNED,
      { chunks, spoil: (b: string) => b.replace(/=\w{8}/, '=00000000') },
      'SignatureDoesNotMatch',
    ],
    [
      'a missing chunk signature',
      SIGNED,
      { chunks, spoil: (b: string) => b.replace(/;chunk[^\r]*/, '') },
      'SignatureDoesNotMatch',
    ],
    [
      'a changed trailer',
      SIGNED_TRAILER,
      { chunks, trailer, spoil: (b: string) => b.replace('crc32:', 'crc32:A') },
      'SignatureDoesNotMatch',
    ],
    ['a wrong checksum', UNSIGNED, { chunks, trailer: { 'x-amz-checksum-crc32': 'AAAAAA==' } }, 'BadDigest'],
    [
      'a missing trailer',
      UNSIGNED,
      { chunks, trailer, spoil: (b: string) => b.replace(/x-amz.*\r\n/, '') },
      'MalformedTrailerError',
    ],
    [
      'a trailer that is none',
      UNSIGNED,
      { chunks, trailer, spoil: (b: string) => b.replace('crc32:', 'crc32') },
      'MalformedTrailerError',
    ],
    [
      'a bad chunk size',
      UNSIGNED,
      { chunks, spoil: (b: string) => b.replace('c\r\n', 'no\r\n') },
      'InvalidRequest',
    ],
    [
      'a chunk without end',
      UNSIGNED,
      { chunks, spoil: (b: string) => b.replace('chunk \r\n', 'chunk ..') },
      'InvalidRequest',
    ],
    [
      'a stream that ends early',
      UNSIGNED,
      { chunks, spoil: (b: string) => b.slice(0, 500) },
      'IncompleteBody',
    ],
    ['fewer bytes than announced', UNSIGNED, { chunks, decodedLength: 99_999 }, 'IncompleteBody'],
    ['more bytes than announced', UNSIGNED, { chunks, decodedLength: 3 }, 'IncompleteBody'],
    ['an endless chunk header', UNSIGNED, { chunks: [], spoil: () => '1'.repeat(20_000) }, 'InvalidRequest'],
  ])('%s stores nothing', async (_, mode, data, code) => {
    const Bucket = await s3.bucket();

    const reply = await upload(s3.server.url, `/${Bucket}/key`, mode, data);

    expect(reply.code).toBe(code);
    expect(await keys(s3.client, Bucket)).toEqual([]);
  });
});
