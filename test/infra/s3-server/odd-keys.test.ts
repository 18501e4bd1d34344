// Keys are any UTF-8, taken literally by every operation and sorted by their bytes.
import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { sendSigned } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { keys, list, listVersions, outcome, put, remove, text } from './s3-calls.ts';

const ODD_KEYS = [
  'a b',
  'a+b',
  'a%20b',
  '100%',
  'quo"te\'s',
  'a&b<c>d',
  'ключ/鍵/مفتاح',
  'e\u0301 is not é',
  '😀/👩‍👩‍👧',
  '\uffff before 😀 in UTF-8',
  'a/../b',
  'a/./b',
  'a//b',
  '/leading',
  'trailing/',
  '../up',
  '.',
  '..',
  '//',
  'a?b#c;d=e:f@g,h',
  "!*'()~-_.",
  '\\back\\slash',
  'null',
  '__proto__',
  'constructor',
  ' ',
  ' leading and trailing ',
  '&amp;',
  'a{b}[c]^`|$',
  'ü'.repeat(512),
];

describe('odd keys', { timeout: 60_000 }, () => {
  const s3 = useServer();

  test.each(ODD_KEYS)('%s is a key like any other', async (key) => {
    const Bucket = await s3.bucket();

    const { VersionId } = await put(s3.client, Bucket, key, `body of ${key}`);

    expect(await text(s3.client, Bucket, key)).toBe(`body of ${key}`);
    expect(await text(s3.client, Bucket, key, { VersionId })).toBe(`body of ${key}`);
    expect(await keys(s3.client, Bucket)).toEqual([key]);
    expect(await keys(s3.client, Bucket, { Prefix: key })).toEqual([key]);
    await s3.client.send(new HeadObjectCommand({ Bucket, Key: key }));
    await remove(s3.client, Bucket, key);
    expect(await keys(s3.client, Bucket)).toEqual([]);
  });

  test('all of them live side by side, in the order of their UTF-8 bytes', async () => {
    const Bucket = await s3.bucket();
    for (const key of ODD_KEYS) await put(s3.client, Bucket, key, key);

    const byBytes = [...ODD_KEYS].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

    expect(await keys(s3.client, Bucket)).toEqual(byBytes);
    const { Versions = [] } = await listVersions(s3.client, Bucket);
    expect(Versions.map(({ Key }) => Key)).toEqual(byBytes);
  });

  test('control characters are listable with encoding-type=url, and sort by their bytes', async () => {
    const Bucket = await s3.bucket();
    const control = [
      'a',
      'a\0',
      'a\0\0',
      'a\0\x01',
      'a\0b',
      'a\x01',
      'a\t',
      'a\n',
      'a\r',
      'a\x1f',
      'a b',
      'a\x7f',
    ];
    for (const key of control) await put(s3.client, Bucket, key, key);

    const { Contents = [] } = await list(s3.client, Bucket, { EncodingType: 'url' });

    const decoded = Contents.map(({ Key = '' }) => decodeURIComponent(Key.replaceAll('+', ' ')));
    expect(decoded).toEqual(control);
    for (const key of control) expect(await text(s3.client, Bucket, key)).toBe(key);
  });

  test('encoding-type=url encodes as S3 does, in keys, prefixes and delimiters', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, "a b/c+d&é*(!'~)");

    const listed = await list(s3.client, Bucket, { EncodingType: 'url', Prefix: 'a b/' });
    const versions = await listVersions(s3.client, Bucket, {
      EncodingType: 'url',
      Delimiter: ' ',
      Prefix: 'a',
    });

    expect(listed).toMatchObject({ Prefix: 'a+b/', EncodingType: 'url' });
    expect(listed.Contents?.[0]?.Key).toBe('a+b/c%2Bd%26%C3%A9*%28%21%27%7E%29');
    expect(versions).toMatchObject({ Delimiter: '+', CommonPrefixes: [{ Prefix: 'a+' }] });
  });

  test('a key may have 1,024 bytes, not one more', async () => {
    const Bucket = await s3.bucket();

    expect(await outcome(put(s3.client, Bucket, 'x'.repeat(1024)))).toBe('succeeded');
    expect(await outcome(put(s3.client, Bucket, 'x'.repeat(1025)))).toBe('400 KeyTooLongError');
    expect(await outcome(put(s3.client, Bucket, `${'ü'.repeat(512)}x`))).toBe('400 KeyTooLongError');
  });

  test('a key that is not UTF-8 is refused', async () => {
    const Bucket = await s3.bucket();

    for (const bad of ['%FF', '%C3', '%', '%ED%A0%80']) {
      const reply = await sendSigned(s3.server.url, {
        method: 'PUT',
        target: `/${Bucket}/${bad}`,
        body: 'x',
      });
      expect([bad, reply.status, reply.code]).toEqual([bad, 400, 'InvalidURI']);
    }
  });
});
