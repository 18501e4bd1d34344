// Nonsense for every operation of the embedded S3, signed, so that it comes to be read.
import fc from 'fast-check';
import { REGION } from '../../../infra/local/defaults.ts';
import { createSigner } from '../../../infra/s3-server/auth/signer.ts';
import { startS3Server } from '../../../infra/s3-server/server.ts';
import { NASTY } from '../mutate.ts';
import type { FuzzOptions, FuzzPart } from '../part.ts';
import { createBox } from './box.ts';
import { damages, exchangeBytes, mostly, type RawRequest, seldom, toBytes } from './raw-request.ts';
import { startWatch } from './watch.ts';

export const s3Part: FuzzPart = { runs: 100_000, quickRuns: 5_000, run };

const KEYS = { accessKeyId: 'local', secretAccessKey: 'local-secret' };
const signer = createSigner(KEYS, REGION);

const bucket = mostly('pipelines', 'pipelines', 'pipelines', 'other', 'no-such-bucket');
const key = mostly('a/pipelines/silver/b/pipeline.sql', 'a', 'b/', 'a%2F..%2Fb', 'c//d', '%F0%9F%9A%80');
/** `UPLOAD` and `VERSION` stand for the newest that the server has named. */
const number = mostly('1', '2', '0', '10001', '-1', '1e3');

const OPERATIONS: readonly fc.Arbitrary<Pick<RawRequest, 'method' | 'target'>>[] = [
  at('GET', '/'),
  at('PUT', '/', bucket),
  at('HEAD', '/', bucket),
  at('DELETE', '/', mostly('other')),
  at('GET', '/', bucket, '?location'),
  at('GET', '/', bucket, '?policy'),
  at('GET', '/', bucket, '?versioning'),
  at('GET', '/', bucket, '?lifecycle'),
  at('PUT', '/', bucket, '?lifecycle'),
  at('DELETE', '/', bucket, '?lifecycle'),
  at('PUT', '/', bucket, '?versioning'),
  at(
    'GET',
    '/',
    bucket,
    '?prefix=',
    key,
    '&marker=',
    key,
    '&delimiter=',
    mostly('/', ''),
    '&max-keys=',
    number,
  ),
  at(
    'GET',
    '/',
    bucket,
    '?list-type=2&prefix=',
    key,
    '&start-after=',
    key,
    '&continuation-token=',
    mostly('', 'eA=='),
  ),
  at(
    'GET',
    '/',
    bucket,
    '?versions&key-marker=',
    key,
    '&version-id-marker=',
    mostly('VERSION', 'null', ''),
    '&max-keys=',
    number,
  ),
  at('POST', '/', bucket, '?delete'),
  at('PUT', '/', bucket, '/', key),
  at('GET', '/', bucket, '/', key, '?versionId=', mostly('VERSION', 'null', '')),
  at('HEAD', '/', bucket, '/', key, '?response-content-type=', mostly('text/plain')),
  at('DELETE', '/', bucket, '/', key, '?versionId=', mostly('VERSION', 'null')),
  at('DELETE', '/', bucket, '/', key),
  at('GET', '/', bucket, '?uploads&key-marker=', key, '&upload-id-marker=', mostly('UPLOAD', '')),
  at('POST', '/', bucket, '/', key, '?uploads'),
  at('GET', '/', bucket, '/', key, '?partNumber=', number),
  at('PUT', '/', bucket, '/', key, '?uploadId=', mostly('UPLOAD'), '&partNumber=', number),
  at('GET', '/', bucket, '/', key, '?uploadId=', mostly('UPLOAD'), '&part-number-marker=', number),
  at('POST', '/', bucket, '/', key, '?uploadId=', mostly('UPLOAD')),
  at('DELETE', '/', bucket, '/', key, '?uploadId=', mostly('UPLOAD')),
  at('GET', '/', bucket, '/', key, '?', mostly('acl', 'tagging', 'torrent', 'select&select-type=2')),
];

function at(method: string, ...parts: readonly (string | fc.Arbitrary<string>)[]) {
  const all = parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part));
  return fc.tuple(...all).map((text) => ({ method, target: text.join('') }));
}

const HEADERS = fc.oneof(
  pair('Range', 'bytes=0-1', 'bytes=-1', 'bytes=1-', 'bytes=9-1', 'bytes=0-0,2-3'),
  pair('If-Match', '*', '"d41d8cd98f00b204e9800998ecf8427e"'),
  pair('If-None-Match', '*', '"x"'),
  pair('If-Modified-Since', 'Thu, 01 Jan 2026 00:00:00 GMT'),
  pair('x-amz-copy-source', 'pipelines/a', '/pipelines/a?versionId=VERSION', 'no-such-bucket/a'),
  pair('x-amz-copy-source-range', 'bytes=0-1', 'bytes=5-'),
  pair('x-amz-metadata-directive', 'REPLACE', 'COPY'),
  pair('x-amz-meta-a', 'b', '=?UTF-8?Q?=C3=A4?=', '=?utf-8?b?4oKs?='),
  pair('x-amz-checksum-algorithm', 'CRC32', 'SHA256', 'CRC64NVME'),
  pair('x-amz-checksum-crc32', 'AAAAAA==', 'x'),
  pair('x-amz-sdk-checksum-algorithm', 'CRC32C'),
  pair('x-amz-decoded-content-length', '1', '0', '-1', '1e9'),
  pair('x-amz-trailer', 'x-amz-checksum-crc32'),
  pair('Content-MD5', '1B2M2Y8AsgTpgAmY7PhCfg==', 'x'),
  pair('Content-Encoding', 'aws-chunked', 'gzip', 'aws-chunked,gzip'),
  pair('Content-Type', 'application/xml', 'text/plain'),
  pair('x-amz-storage-class', 'STANDARD', 'GLACIER'),
);

function pair(name: string, ...values: readonly string[]) {
  return fc.tuple(fc.constant(name), mostly(...values));
}

const XML = [
  '<Delete><Object><Key>a</Key><VersionId>VERSION</VersionId></Object><Object><Key>b/</Key></Object></Delete>',
  '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"x"</ETag></Part></CompleteMultipartUpload>',
  '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>',
];

const body = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('', 'x', 'SELECT 1', ...XML) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(...XML),
        fc.nat(120),
        fc.constantFrom(...NASTY, '&lol;', '<!DOCTYPE a [<!ENTITY b "c">]>', '<'),
      )
      .map(([xml, at, text]) => xml.slice(0, at) + text + xml.slice(at)),
  },
  fc.constantFrom(
    '1;chunk-signature=0\r\nx\r\n0;chunk-signature=0\r\n\r\n',
    '1\r\nx\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
    'ffffffffff\r\nx',
    '<a>'.repeat(20_000),
    `<Delete>${'<Object><Key>a</Key></Object>'.repeat(1_001)}</Delete>`,
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const HASH = mostly(
  'UNSIGNED-PAYLOAD',
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
);

const request: fc.Arbitrary<RawRequest> = fc
  .tuple(fc.oneof(...OPERATIONS), seldom(fc.array(HEADERS, { minLength: 1, maxLength: 3 })), HASH, body)
  .map(([operation, headers, hash, body]) => ({
    ...operation,
    headers: [...headers, ['x-amz-content-sha256', hash] as const],
    body,
  }));

async function run({ seed, runs }: FuzzOptions): Promise<string> {
  const box = await createBox();
  const server = await startS3Server({ dataDir: box.dataDir, port: 0, ...KEYS, region: REGION });
  const watch = startWatch(runs, [501]);
  const newest = { UPLOAD: 'none', VERSION: 'none' };
  const send = async (raw: RawRequest, all: Parameters<typeof toBytes>[1]) => {
    const named = (text: string) =>
      text.replaceAll(/UPLOAD|VERSION/g, (name) => newest[name as keyof typeof newest]);
    const current = {
      method: raw.method,
      target: named(raw.target),
      headers: raw.headers.map(([name, value]) => [name, named(value)] as const),
      body: named(raw.body),
    };
    const bytes = toBytes(await signed(server.url, current), all);
    const reply = await watch.check(bytes.toString('latin1').slice(0, 3_000), () =>
      exchangeBytes(server.url, bytes, all.length > 0),
    );
    newest.UPLOAD = /<UploadId>([^<]+)</.exec(reply.text)?.[1] ?? newest.UPLOAD;
    newest.VERSION = /^x-amz-version-id: (\S+)/im.exec(reply.text)?.[1] ?? newest.VERSION;
    return reply;
  };
  const plain = (method: string, target: string, body = ''): RawRequest => ({
    ...{ method, target, body },
    headers: [['x-amz-content-sha256', 'UNSIGNED-PAYLOAD']],
  });
  try {
    await send(plain('PUT', '/pipelines'), []);
    await send(plain('PUT', '/pipelines?versioning', XML[2]), []);
    const property = fc.asyncProperty(request, damages, async (raw, all) => void (await send(raw, all)));
    await fc.assert(property, { seed, numRuns: runs, endOnFailure: true });
    const { status, text } = await send(plain('GET', '/'), []);
    if (status !== 200) throw new Error(`afterwards it answers ${text}`);
    await box.check();
    return watch.end();
  } finally {
    await server.close();
    await box.remove();
  }
}

async function signed(url: string, raw: RawRequest): Promise<RawRequest> {
  const [path = '', query = ''] = raw.target.split('?');
  const made = await signer.sign({
    method: raw.method,
    protocol: 'http:',
    hostname: new URL(url).hostname,
    path,
    query: Object.fromEntries(new URLSearchParams(query)),
    headers: { host: new URL(url).host, ...Object.fromEntries(raw.headers) },
  });
  return { ...raw, headers: Object.entries(made.headers) };
}
