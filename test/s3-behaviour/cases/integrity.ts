// What a client says of a body must be so, or nothing is stored.
import { createHash } from 'node:crypto';
import { send, signed } from '../../infra/s3-server/raw-request.ts';
import type { Area } from '../case.ts';
import { history } from '../outcomes.ts';
import { api, errorResponses, guide, recorded } from '../sources.ts';
import type { Subject } from '../subject.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The answer to a PUT of `body`, and what it left. */
async function put(s3: Subject, headers: Record<string, string>): Promise<string> {
  const reply = await s3.raw('PUT', 'key', { body: 'body', headers });
  return `${s3.answer(reply)}; ${await history(s3)}`;
}

const checksums = recorded('test_s3', 'test_put_object_checksum');

export const integrity: Area = {
  name: 'Integrity',
  cases: [
    {
      rule: 'A body without the MD5 that was announced is refused, and nothing is stored.',
      source: errorResponses,
      expected: '400 BadDigest; nothing',
      run: (s3) => put(s3, { 'content-md5': md5('other') }),
    },
    {
      rule: 'A Content-MD5 that is no MD5 in base64 is refused.',
      source: errorResponses,
      expected: '400 InvalidDigest; nothing',
      run: (s3) => put(s3, { 'content-md5': 'MTIz' }),
    },
    {
      rule: 'A body without the checksum that was announced is refused.',
      source: checksums,
      expected: '400 BadDigest; nothing',
      minio: { outcome: '400 XAmzContentChecksumMismatch; nothing' },
      run: (s3) => put(s3, { 'x-amz-checksum-sha256': sha256('other') }),
    },
    {
      rule: 'A checksum that is none is refused.',
      source: checksums,
      expected: '400 InvalidRequest; nothing',
      minio: { outcome: '400 InvalidArgument; nothing' },
      run: (s3) => put(s3, { 'x-amz-checksum-sha256': 'abc' }),
    },
    {
      rule: 'Two checksums are refused.',
      source: recorded('test_s3', 'test_s3_checksum_no_algorithm'),
      expected: '400 InvalidRequest; nothing',
      minio: { outcome: '400 InvalidArgument; nothing' },
      run: (s3) => put(s3, { 'x-amz-checksum-sha256': sha256('body'), 'x-amz-checksum-crc32': 'qU4gZQ==' }),
    },
    {
      rule: 'A body without the SHA-256 that was signed is refused.',
      source: errorResponses,
      expected: '400 XAmzContentSHA256Mismatch; nothing',
      localstack: { outcome: '200; v1 current', why: 'It does not check signatures.' },
      run: (s3) => put(s3, { 'x-amz-content-sha256': createHash('sha256').update('other').digest('hex') }),
    },
    {
      rule: 'A PUT needs a Content-Length.',
      source: errorResponses,
      expected: '411 MissingContentLength',
      localstack: { outcome: '200' },
      run: async (s3) => {
        const request = await signed(s3.url, { method: 'PUT', target: `/${s3.bucket}/key` });
        const headers = { ...request.headers, 'transfer-encoding': 'chunked' };
        return s3.answer(await send(s3.url, { ...request, headers, body: 'body' }));
      },
    },
    {
      rule: 'A HEAD that asks for checksums returns the one that was sent.',
      source: api('HeadObject'),
      expected: 'the checksum; none',
      run: async (s3) => {
        await s3.raw('PUT', 'key', { body: 'body', headers: { 'x-amz-checksum-sha256': sha256('body') } });
        const asked = await s3.raw('HEAD', 'key', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
        const unasked = await s3.raw('HEAD', 'key');
        const told = ({ headers }: typeof asked) =>
          headers['x-amz-checksum-sha256'] === sha256('body') ? 'the checksum' : 'none';
        return `${told(asked)}; ${told(unasked)}`;
      },
    },
    {
      rule: 'An object that came without a checksum is given a CRC-64/NVME.',
      source: guide('checking-object-integrity'),
      expected: 'x-amz-checksum-crc64nvme',
      embedded: { outcome: 'none', why: 'Nothing of ours asks for it, and every PUT would pay for it.' },
      minio: { outcome: 'none' },
      run: async (s3) => {
        await s3.raw('PUT', 'key', { body: 'body' });
        const { headers } = await s3.raw('HEAD', 'key', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
        return headers['x-amz-checksum-crc64nvme'] ? 'x-amz-checksum-crc64nvme' : 'none';
      },
    },
  ],
};
