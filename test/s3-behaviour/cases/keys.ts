// Keys are any UTF-8, taken literally by every operation.
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Source } from '../../support/behaviour-page.ts';
import type { Area, Case } from '../case.ts';
import { listObjects, outcome } from '../outcomes.ts';
import { api, guide, recorded } from '../sources.ts';
import type { Subject } from '../subject.ts';

const AS_ITSELF = 'stored, listed and read as itself';

async function roundTrip(s3: Subject, keys: readonly string[]): Promise<string> {
  for (const key of keys) await s3.put(key, `body of ${key}`);
  const found = ((await listObjects(s3, { EncodingType: 'url' })).Contents ?? []).map(({ Key = '' }) =>
    decodeURIComponent(Key.replaceAll('+', ' ')),
  );
  const wrong = keys.filter((key) => !found.includes(key));
  if (found.length !== keys.length || wrong.length > 0) return `listed as ${JSON.stringify(found)}`;
  for (const key of keys) if ((await s3.text(key)) !== `body of ${key}`) return `${key} has another body`;
  return AS_ITSELF;
}

const literal = (rule: string, source: Source, keys: readonly string[], more: Partial<Case> = {}): Case => ({
  rule,
  source,
  expected: AS_ITSELF,
  run: (s3) => roundTrip(s3, keys),
  ...more,
});

const objectKeys = guide('object-keys');
const special = recorded('test_s3', 'test_put_get_object_special_character');
const slashes = recorded('test_s3', 'test_object_with_slashes_in_key');

export const keys: Area = {
  name: 'Keys',
  cases: [
    literal('A space, a plus sign and a percent sign in a key are themselves.', special, [
      'a b',
      'a+b',
      'a%20b',
      '100%',
    ]),
    literal('A key is case sensitive.', objectKeys, ['key', 'KEY']),
    literal('Any Unicode may be in a key.', objectKeys, ['ключ/鍵', '😀', '\uffff']),
    literal('Keys that differ in Unicode normalization only are different keys.', objectKeys, [
      '\u00e9',
      'e\u0301',
    ]),
    literal('Characters that mean something in XML or URLs are themselves.', objectKeys, [
      'a&b<c>d',
      'quo"te\'s',
      'a?b#c;d=e:f@g,h',
      'a{b}[c]^`|$',
      'back\\slash',
    ]),
    literal('Control characters may be in a key.', objectKeys, ['a\x01', 'a\t', 'a\n', 'a\r', 'a\x7f']),
    literal('A slash at the beginning is part of the key.', slashes, ['/foo', 'foo'], {
      minio: { outcome: 'listed as ["foo"]', why: 'It drops the slash, so that both keys are one.' },
    }),
    literal('A slash at the end is part of the key.', special, ['folder/'], {
      reliedOn: 'Consoles make such objects to show a folder; they are no files.',
    }),
    literal('Slashes in a row are part of the key.', special, ['a//b', 'a/b', '//'], {
      minio: { outcome: '400 XMinioInvalidObjectName', why: 'Keys are paths in its file system.' },
      localstack: { outcome: '500 InternalError', why: 'It fails on the key `//`.' },
    }),
    literal('A key may begin with another key and a slash.', objectKeys, ['a', 'a/b'], {
      minio: {
        outcome: 'listed as ["a"]',
        why: 'Keys are paths in its file system: the longer one is stored, but hidden from lists by the shorter one.',
      },
    }),
    literal('`.` and `..` are names like any other.', objectKeys, ['a/./b', 'a/../b', './x', '../x'], {
      minio: { outcome: '400 XMinioInvalidResourceName', why: 'Keys are paths in its file system.' },
    }),
    {
      rule: 'A key has up to 1,024 bytes of UTF-8.',
      source: objectKeys,
      expected: '200, 400 KeyTooLongError, 400 KeyTooLongError',
      minio: {
        outcome: '400 XMinioInvalidObjectName, 400 KeyTooLongError, 400 KeyTooLongError',
        why: 'Keys are paths in its file system, with at most 255 bytes between slashes.',
      },
      run: async (s3) => {
        const put = (key: string) => outcome(s3.put(key));
        return [
          await put('x'.repeat(1024)),
          await put('x'.repeat(1025)),
          await put(`${'ü'.repeat(512)}x`),
        ].join(', ');
      },
    },
    {
      rule: 'A presigned GET reads the version it names, under the content type it names.',
      source: api('GetObject'),
      expected: '200, one, text/x-python',
      reliedOn: 'Readers of a published version are given such links.',
      run: async (s3) => {
        const { VersionId } = await s3.put('a b/ü+1.py', 'one');
        await s3.put('a b/ü+1.py', 'two');
        const object = {
          Bucket: s3.bucket,
          Key: 'a b/ü+1.py',
          VersionId,
          ResponseContentType: 'text/x-python',
        };
        const reply = await fetch(
          await getSignedUrl(s3.client, new GetObjectCommand(object), { expiresIn: 60 }),
        );
        return `${reply.status}, ${await reply.text()}, ${reply.headers.get('content-type')}`;
      },
    },
    {
      rule: 'A presigned GET without a version ID reads the version that is current when it is used.',
      source: guide('RetrievingObjectVersions'),
      expected: '200, two',
      run: async (s3) => {
        await s3.put('key', 'one');
        const object = { Bucket: s3.bucket, Key: 'key' };
        const url = await getSignedUrl(s3.client, new GetObjectCommand(object), { expiresIn: 60 });
        await s3.put('key', 'two');
        const reply = await fetch(url);
        return `${reply.status}, ${await reply.text()}`;
      },
    },
  ],
};
