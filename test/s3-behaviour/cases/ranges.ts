// Parts of objects.
import type { Area } from '../case.ts';
import { api, measured, recorded } from '../sources.ts';
import type { Subject } from '../subject.ts';

const recordedRanges = recorded('test_s3_api', 'test_get_object_range');

/** `206 0123` or `416 InvalidRange` for each range of `0123456789`, or of the body given. */
async function parts(s3: Subject, ranges: readonly string[], body = '0123456789'): Promise<string> {
  await s3.put('key', body);
  const replies = ranges.map((range) => s3.raw('GET', 'key', { headers: { range } }));
  const told = (await Promise.all(replies)).map((reply) =>
    reply.code ? s3.answer(reply) : `${reply.status} ${reply.body || 'empty'}`,
  );
  return told.join(', ');
}

export const ranges: Area = {
  name: 'Ranges',
  cases: [
    {
      rule: 'A range is answered with that part and where it is.',
      source: api('GetObject'),
      expected: '206, content-range: bytes 1-3/10, content-length: 3',
      run: async (s3) => {
        await s3.put('key', '0123456789');
        const reply = await s3.raw('GET', 'key', { headers: { range: 'bytes=1-3' } });
        return s3.answer(reply, 'content-range', 'content-length');
      },
    },
    {
      rule: 'The end of a range, or its beginning, may be left out or be too far.',
      source: recordedRanges,
      expected: '206 123456789, 206 89, 206 0123456789, 206 89',
      run: (s3) => parts(s3, ['bytes=1-', 'bytes=-2', 'bytes=-15', 'bytes=8-100']),
    },
    {
      rule: 'Ranges that make no sense are ignored.',
      source: recordedRanges,
      expected: Array(4).fill('200 0123456789').join(', '),
      minio: { outcome: '416 InvalidRange, 200 0123456789, 200 0123456789, 200 0123456789' },
      run: (s3) => parts(s3, ['bytes=5-2', '0-1', 'bytes=-', 'bytes=0--1']),
    },
    {
      rule: 'Several ranges are not supported, and answered with the whole object.',
      source: api('GetObject'),
      expected: '200 0123456789',
      run: (s3) => parts(s3, ['bytes=0-1,3-4,7-9']),
    },
    {
      rule: 'A range without a byte in the object cannot be satisfied.',
      source: recordedRanges,
      expected: '416 InvalidRange, 416 InvalidRange',
      run: (s3) => parts(s3, ['bytes=100-200', 'bytes=-0']),
    },
    {
      rule: 'A range that counts from the end of an empty object is answered with the empty object.',
      source: measured(
        'arrow-rs-object-store #846',
        'https://github.com/apache/arrow-rs-object-store/issues/846',
      ),
      expected: '200 empty',
      minio: { outcome: '206 empty', why: 'With `Content-Range: bytes 0--1/0`.' },
      run: (s3) => parts(s3, ['bytes=-5'], ''),
    },
    {
      rule: 'A range of an empty object that counts from the beginning cannot be satisfied.',
      source: measured('minio #17713', 'https://github.com/minio/minio/pull/17713'),
      expected: '416 InvalidRange',
      run: (s3) => parts(s3, ['bytes=0-'], ''),
    },
    {
      rule: 'A range of an old version is part of that version.',
      source: api('GetObject'),
      expected: '206 ol',
      run: async (s3) => {
        const { VersionId } = await s3.put('key', 'old');
        await s3.put('key', 'new');
        const reply = await s3.raw('GET', `key?versionId=${VersionId}`, { headers: { range: 'bytes=0-1' } });
        return `${reply.status} ${reply.body}`;
      },
    },
    {
      rule: 'HEAD with a range has the size of the part.',
      source: api('HeadObject'),
      expected: '206, content-length: 2',
      run: async (s3) => {
        await s3.put('key', '0123456789');
        return s3.answer(await s3.raw('HEAD', 'key', { headers: { range: 'bytes=0-1' } }), 'content-length');
      },
    },
  ],
};
