// User metadata: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html

import { send, signed } from '../../infra/s3-server/raw-request.ts';
import type { Area } from '../case.ts';
import { outcome } from '../outcomes.ts';
import { guide, recorded } from '../sources.ts';
import type { Subject } from '../subject.ts';

const NAME = 'x-amz-meta-mark';
const page = guide('UsingMetadata');
const encoded = recorded('test_s3', 'test_user_metadata_rfc2047_encoded');

/** The value as it goes over the wire: the bytes of its UTF-8, which is what it is signed as. */
async function stored(s3: Subject, value: string): Promise<string> {
  const target = `/${s3.bucket}/key`;
  const request = await signed(s3.url, { method: 'PUT', target, headers: { [NAME]: value } });
  const bytes = Buffer.from(value).toString('latin1');
  const reply = await send(s3.url, { ...request, headers: { ...request.headers, [NAME]: bytes }, body: '' });
  if (reply.status !== 200) return s3.answer(reply);
  return String((await s3.raw('HEAD', 'key')).headers[NAME]);
}

export const metadata: Area = {
  name: 'Metadata',
  cases: [
    {
      rule: 'Metadata in US-ASCII comes back unchanged.',
      source: page,
      expected: 'AMAZONS3 !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
      run: (s3) => stored(s3, 'AMAZONS3 !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
    },
    {
      rule: 'Other metadata comes back encoded as RFC 2047 has it; its bytes are taken for ISO-8859-1.',
      source: page,
      expected: '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=',
      note: 'The example of the page, `ÄMÄZÕÑ S3`.',
      minio: { outcome: '=?UTF-8?q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=', why: 'It takes the bytes for UTF-8.' },
      run: (s3) => stored(s3, 'ÄMÄZÕÑ S3'),
    },
    {
      rule: 'Metadata that comes encoded is decoded before it is stored.',
      source: page,
      expected: 'actually-ascii; abc',
      minio: {
        outcome: '=?UTF-8?Q?actually-ascii?=; =?UTF-8?B?YWJj?=',
        why: 'It stores metadata as it comes.',
      },
      run: async (s3) =>
        `${await stored(s3, '=?UTF-8?Q?actually-ascii?=')}; ${await stored(s3, '=?UTF-8?B?YWJj?=')}`,
    },
    {
      rule: 'Mostly ASCII text comes back in the form Q, other text in B.',
      source: encoded,
      expected: '=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=; =?UTF-8?B?AAECAw==?=',
      minio: {
        outcome: '=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=; =?UTF-8?B?AAECAw==?=',
        why: 'It returns what was sent.',
      },
      run: async (s3) => {
        const word = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
        return `${await stored(s3, word('ÄMÄZÕÑ S3'))}; ${await stored(s3, word('\x00\x01\x02\x03'))}`;
      },
    },
    {
      rule: 'Names of metadata are kept in lower case.',
      source: page,
      expected: 'test_meta_1, __meta_2',
      run: async (s3) => {
        await s3.put('key', 'x', { Metadata: { TEST_META_1: 'foo', __meta_2: 'bar' } });
        return Object.keys((await s3.head()).Metadata ?? {})
          .toSorted()
          .toReversed()
          .join(', ');
      },
    },
    {
      rule: 'Names and values of metadata have 2 KB altogether.',
      source: page,
      expected: '200, 400 MetadataTooLarge',
      minio: { outcome: '400 MetadataTooLarge, 400 MetadataTooLarge', why: 'It counts `x-amz-meta-`, too.' },
      localstack: { outcome: '200, 200', why: 'It has no limit.' },
      run: async (s3) => {
        const put = (size: number) =>
          outcome(s3.put('key', 'x', { Metadata: { abcd: 'x'.repeat(size - 4) } }));
        return `${await put(2048)}, ${await put(2049)}`;
      },
    },
    {
      rule: 'Metadata belongs to a version.',
      source: page,
      expected: 'one, two',
      run: async (s3) => {
        const put = async (mark: string) => (await s3.put('key', 'x', { Metadata: { mark } })).VersionId;
        const marks = [await put('one'), await put('two')].map(
          async (VersionId) => (await s3.head('key', { VersionId })).Metadata?.mark,
        );
        return (await Promise.all(marks)).join(', ');
      },
    },
  ],
};
