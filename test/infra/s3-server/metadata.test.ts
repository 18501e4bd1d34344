// User metadata beyond ASCII: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
import { describe, expect, test } from 'vitest';
import { send, sendSigned, signed } from './raw-request.ts';
import { useServer } from './running-server.ts';

const NAME = 'x-amz-meta-mark';

describe('user metadata', () => {
  const s3 = useServer();

  /** What comes back of a value that goes over the wire as UTF-8. */
  async function returned(Bucket: string, value: string): Promise<string> {
    const target = `/${Bucket}/key`;
    const request = await signed(s3.server.url, { method: 'PUT', target, headers: { [NAME]: value } });
    const bytes = Buffer.from(value).toString('latin1');
    const headers = { ...request.headers, [NAME]: bytes };
    expect((await send(s3.server.url, { ...request, headers, body: Buffer.from('x') })).status).toBe(200);
    const found = await sendSigned(s3.server.url, { method: 'HEAD', target });
    return String(found.headers[NAME]);
  }

  test.each([
    ['ASCII as it is', 'a_b?c=d ~', 'a_b?c=d ~'],
    [
      'bytes beyond ASCII as encoded ISO-8859-1, as AWS documents it',
      'ÄMÄZÕÑ S3',
      '=?UTF-8?B?w4PChE3Dg8KEWsODwpXDg8KRIFMz?=',
    ],
    ['encoded ASCII decoded', '=?UTF-8?Q?actually-ascii?= and =?utf-8?b?YWJj?=', 'actually-ascii and abc'],
    [
      'mostly ASCII in the form Q',
      '=?UTF-8?B?w4RNw4Raw5XDkSBTMw==?=',
      '=?UTF-8?Q?=C3=84M=C3=84Z=C3=95=C3=91_S3?=',
    ],
    ['specials of the form Q escaped', '=?UTF-8?Q?a=5Fb=3F=3D_=C3=A9?=', '=?UTF-8?Q?a=5Fb=3F=3D_=C3=A9?='],
    ['control characters in the form B', '=?UTF-8?B?AAECAw==?=', '=?UTF-8?B?AAECAw==?='],
    [
      'words without space between them as one',
      '=?UTF-8?Q?=C3=A9a?= =?UTF-8?Q?bc?=',
      '=?UTF-8?Q?=C3=A9abc?=',
    ],
    ['an unknown charset as it is', '=?none?Q?abc?=', '=?none?Q?abc?='],
    ['what only looks encoded as it is', '=?UTF-8?X?abc?= =?UTF-8?Q?abc', '=?UTF-8?X?abc?= =?UTF-8?Q?abc'],
  ])('%s', async (_, sent, expected) => {
    expect(await returned(await s3.bucket(), sent)).toBe(expected);
  });

  test('long values come back in words of at most 75 characters, cut between characters', async () => {
    const value = `${'é'.repeat(60)}${'😀'.repeat(40)}`;
    const word = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

    const words = (await returned(await s3.bucket(), word(value))).split(' ');

    expect(words.length).toBeGreaterThan(1);
    for (const each of words) expect(each.length).toBeLessThanOrEqual(75);
    const parts = words.map((each) => Buffer.from(each.slice(10, -2), 'base64').toString());
    expect(parts.join('')).toBe(value);
  });

  test('a copy keeps it', async () => {
    const Bucket = await s3.bucket();
    await returned(Bucket, '=?UTF-8?Q?=C3=A9abc?=');

    const headers = { 'x-amz-copy-source': `${Bucket}/key` };
    await sendSigned(s3.server.url, { method: 'PUT', target: `/${Bucket}/copy`, headers });

    const found = await sendSigned(s3.server.url, { method: 'HEAD', target: `/${Bucket}/copy` });
    expect(found.headers[NAME]).toBe('=?UTF-8?Q?=C3=A9abc?=');
  });
});
