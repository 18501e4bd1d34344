// ListObjectsV2, and ListObjects where only that was measured.
import { ListObjectsCommand } from '@aws-sdk/client-s3';
import type { Area } from '../case.ts';
import { listedObjects, listObjects, listVersions, objectPages, outcome } from '../outcomes.ts';
import { api, guide, recorded, s3Tests } from '../sources.ts';
import type { Subject } from '../subject.ts';

async function fill(s3: Subject, keys: string): Promise<void> {
  for (const key of keys.split(' ')) await s3.put(key);
}

const listed = async (s3: Subject, more: object = {}): Promise<string> =>
  listedObjects(await listObjects(s3, more));

const FOLDERS = 'folder/aSubfolder/subFile1 folder/aSubfolder/subFile2 folder/file1 folder/file2';

export const listingObjects: Area = {
  name: 'Listing objects',
  cases: [
    {
      rule: 'Keys are listed in the order of their UTF-8 bytes.',
      source: guide('ListingKeysUsingAPIs'),
      expected: '1 A Z a a! a.b z é \uffff 😀',
      reliedOn: 'Nothing: files are sorted again (`sortByPath`).',
      run: async (s3) => {
        await fill(s3, '😀 \uffff é z a.b a! a Z A 1');
        const { Contents = [] } = await listObjects(s3, { EncodingType: 'url' });
        return Contents.map(({ Key = '' }) => decodeURIComponent(Key)).join(' ');
      },
    },
    {
      rule: 'A list without results is empty and no error.',
      source: api('ListObjectsV2'),
      expected: 'nothing, KeyCount 0, IsTruncated false',
      run: async (s3) => {
        const page = await listObjects(s3, { Prefix: 'no/such/' });
        return `${listedObjects(page)}, KeyCount ${page.KeyCount}, IsTruncated ${page.IsTruncated}`;
      },
    },
    {
      rule: 'A list of a bucket that does not exist is NoSuchBucket.',
      source: api('ListObjectsV2'),
      expected: '404 NoSuchBucket',
      reliedOn: 'It is an S3 failure, not an empty draft.',
      run: (s3) => outcome(listObjects(s3, { Bucket: `${s3.bucket}-not` })),
    },
    {
      rule: 'A prefix is any beginning of keys; it need not end in a delimiter.',
      source: guide('using-prefixes'),
      expected: 'orders/x orders_eu/x; orders/x',
      reliedOn: 'Prefixes of pipelines end in `/`, so that `orders` does not list `orders_eu`.',
      run: async (s3) => {
        await fill(s3, 'orders/x orders_eu/x other/x');
        return `${await listed(s3, { Prefix: 'orders' })}; ${await listed(s3, { Prefix: 'orders/' })}`;
      },
    },
    {
      rule: 'Pages have as many keys as max-keys says, and a full last page is not truncated.',
      source: api('ListObjectsV2'),
      expected: 'a b | c d; a | b | c | d',
      minio: {
        outcome: 'a b | c d; a | b | c | d | nothing',
        why: 'Pages of one are followed by an empty page.',
      },
      run: async (s3) => {
        await fill(s3, 'a b c d');
        return `${await objectPages(s3, { MaxKeys: 2 })}; ${await objectPages(s3, { MaxKeys: 1 })}`;
      },
    },
    {
      rule: 'With max-keys of 0 the list is empty and not truncated.',
      source: s3Tests('test_bucket_listv2_maxkeys_zero'),
      expected: 'nothing, IsTruncated false',
      localstack: { outcome: 'a b, IsTruncated false', why: 'It takes 0 for none.' },
      run: async (s3) => {
        await fill(s3, 'a b');
        const page = await listObjects(s3, { MaxKeys: 0 });
        return `${listedObjects(page)}, IsTruncated ${page.IsTruncated}`;
      },
    },
    {
      rule: 'A max-keys that is no number is refused.',
      source: s3Tests('test_bucket_list_maxkeys_invalid'),
      expected: '400 InvalidArgument',
      localstack: { outcome: '500 InternalError' },
      run: (s3) => s3.ask('GET', '?list-type=2&max-keys=blah'),
    },
    {
      rule: 'Neither list has more than 1,000 entries on a page, whatever max-keys says.',
      source: api('ListObjectVersions'),
      expected: '1000, then key-999; 1000, IsTruncated true',
      reliedOn: 'Pages are followed to their end; budgets count on 1,000 entries a page.',
      localstack: { outcome: '1001, then nothing; 1001, IsTruncated false' },
      run: async (s3) => {
        for (let start = 0; start < 1001; start += 91)
          await Promise.all(Array.from({ length: 91 }, (_, i) => s3.put(`key-${start + i}`)));
        const first = await listObjects(s3, { MaxKeys: 1001 });
        const rest = first.IsTruncated
          ? await listed(s3, { ContinuationToken: first.NextContinuationToken })
          : 'nothing';
        const versions = await listVersions(s3, { MaxKeys: 1001 });
        return `${first.KeyCount}, then ${rest}; ${versions.Versions?.length}, IsTruncated ${versions.IsTruncated}`;
      },
    },
    {
      rule: 'A continuation token outranks start-after.',
      source: recorded('test_s3_list_operations', 'test_list_objects_v2_continuation_start_after'),
      expected: 'b c d',
      run: async (s3) => {
        await fill(s3, 'a b c d');
        const { NextContinuationToken } = await listObjects(s3, { MaxKeys: 1 });
        return listed(s3, { ContinuationToken: NextContinuationToken, StartAfter: 'c' });
      },
    },
    {
      rule: 'An empty continuation token is refused.',
      source: recorded('test_s3_list_operations', 'test_list_objects_v2_continuation_start_after'),
      expected: '400 InvalidArgument',
      run: (s3) => s3.ask('GET', '?list-type=2&continuation-token='),
    },
    {
      rule: 'A page goes on behind a key that was deleted since.',
      source: api('ListObjectsV2'),
      expected: 'a | c',
      reliedOn: 'Drafts change while they are listed.',
      run: async (s3) => {
        await fill(s3, 'a b c');
        const first = await listObjects(s3, { MaxKeys: 1 });
        await s3.remove('a');
        await s3.remove('b');
        const rest = await listed(s3, { ContinuationToken: first.NextContinuationToken });
        return `${listedObjects(first)} | ${rest}`;
      },
    },
    {
      rule: 'The list starts after start-after, which need not be a key.',
      source: api('ListObjectsV2'),
      expected: 'c d; c d; nothing',
      run: async (s3) => {
        await fill(s3, 'a b c d');
        const after = (StartAfter: string) => listed(s3, { StartAfter });
        return [await after('b'), await after('bb'), await after('d')].join('; ');
      },
    },
    {
      rule: 'Keys that share what comes before the delimiter are one common prefix.',
      source: guide('using-prefixes'),
      expected: '<a/> b <c/>; <a/b/> a/c',
      run: async (s3) => {
        await fill(s3, 'a/b/1 a/b/2 a/c b c/1');
        const whole = await listed(s3, { Delimiter: '/' });
        return `${whole}; ${await listed(s3, { Delimiter: '/', Prefix: 'a/' })}`;
      },
    },
    {
      rule: 'A common prefix counts as one entry, and pages go on behind it.',
      source: recorded('test_s3_list_operations', 'test_list_objects_v2_continuation_common_prefixes'),
      expected: '<folder/aSubfolder/> | folder/file1 | folder/file2',
      run: async (s3) => {
        await fill(s3, FOLDERS);
        return objectPages(s3, { Prefix: 'folder/', Delimiter: '/', MaxKeys: 1 });
      },
    },
    {
      rule: 'A marker of ListObjects inside of a common prefix skips all of it.',
      source: recorded('test_s3_list_operations', 'test_list_objects_marker_common_prefixes'),
      expected: 'folder/file1, IsTruncated true',
      run: async (s3) => {
        await fill(s3, FOLDERS);
        const arguments_ = {
          Prefix: 'folder/',
          Delimiter: '/',
          MaxKeys: 1,
          Marker: 'folder/aSubfolder/subFile1',
        };
        const page = await s3.client.send(new ListObjectsCommand({ Bucket: s3.bucket, ...arguments_ }));
        const { Contents = [], CommonPrefixes = [] } = page;
        const found = [
          ...Contents.map(({ Key }) => Key),
          ...CommonPrefixes.map(({ Prefix }) => `<${Prefix}>`),
        ];
        return `${found.join(' ')}, IsTruncated ${page.IsTruncated}`;
      },
    },
    {
      rule: 'Any text may be the delimiter, also in pages of one.',
      source: s3Tests('test_bucket_list_delimiter_percentage'),
      expected: '<b%> | <c%> | foo; <b--> | foo',
      minio: {
        outcome: '<b%> | <b%> | <b%> | … without end; <b--> | <b--> | <b--> | … without end',
        why: 'With a delimiter other than `/` every page begins anew.',
      },
      run: async (s3) => {
        await fill(s3, 'b%ar b%az c%ab foo');
        const percent = await objectPages(s3, { Delimiter: '%', MaxKeys: 1 });
        for (const key of ['b%ar', 'b%az', 'c%ab']) await s3.remove(key);
        await fill(s3, 'b--1 b--2');
        return `${percent}; ${await objectPages(s3, { Delimiter: '--', MaxKeys: 1 })}`;
      },
    },
    {
      rule: 'With encoding-type=url, keys are percent-encoded by their UTF-8 bytes, a space as `+`.',
      source: api('ListObjectsV2'),
      expected: 'test_file%283%29.png; a+b%2Bc/%C3%A9%25%01',
      reliedOn: 'Keys are asked for in this form and decoded by `decodeKey`, which takes `+` and `%20`.',
      localstack: { outcome: 'test_file%283%29.png; a%20b%2Bc/%C3%A9%25%01', why: 'A space is `%20`.' },
      run: async (s3) => {
        await s3.put('test_file(3).png');
        await s3.put('a b+c/é%\x01');
        const keys = ((await listObjects(s3, { EncodingType: 'url' })).Contents ?? []).map(({ Key }) => Key);
        return keys.toReversed().join('; ');
      },
    },
    {
      rule: 'With encoding-type=url, the delimiter, the prefix and start-after are encoded.',
      source: api('ListObjectsV2'),
      expected: 'Prefix a%3D, Delimiter %3D, StartAfter a%3Da, <a%3Db%3D>',
      run: async (s3) => {
        await fill(s3, 'a=b=c');
        const more = { EncodingType: 'url', Prefix: 'a=', Delimiter: '=', StartAfter: 'a=a' };
        const { Prefix, Delimiter, StartAfter, CommonPrefixes } = await listObjects(s3, more);
        return `Prefix ${Prefix}, Delimiter ${Delimiter}, StartAfter ${StartAfter}, <${CommonPrefixes?.[0]?.Prefix}>`;
      },
    },
    {
      rule: 'With encoding-type=url, pages go on behind keys of any characters.',
      source: api('ListObjectsV2'),
      expected: 'a+b | a%2Bb | a%3Db | %C3%A9',
      reliedOn: 'This is how `objectPages` lists a draft.',
      minio: { outcome: 'a+b | a%2Bb | a%3Db | %C3%A9 | nothing', why: 'The last page is empty.' },
      localstack: {
        outcome: 'a%20b | a%2Bb | a%3Db',
        why: 'A space is `%20`; and it sorts by plain keys but pages by encoded ones, so that keys beyond ASCII get lost.',
      },
      run: async (s3) => {
        for (const key of ['a b', 'a+b', 'a=b', 'é']) await s3.put(key);
        return objectPages(s3, { EncodingType: 'url', MaxKeys: 1 });
      },
    },
    {
      rule: 'An encoding-type other than url, or an empty one, is refused.',
      source: recorded('test_s3_list_operations', 'test_list_ops_encoding_type_validation'),
      expected: '400 InvalidArgument, 400 InvalidArgument',
      minio: { outcome: '400 InvalidArgument, 200', why: 'It takes an empty encoding-type for none.' },
      run: async (s3) => {
        const ask = (value: string) => s3.ask('GET', `?list-type=2&encoding-type=${value}`);
        return `${await ask('value')}, ${await ask('')}`;
      },
    },
  ],
};
