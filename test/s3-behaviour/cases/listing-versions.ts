// ListObjectVersions: order, markers, pages.
import type { Area } from '../case.ts';
import { history, listVersions, outcome, versionPage, versionPages } from '../outcomes.ts';
import { api, guide, recorded } from '../sources.ts';
import type { Subject } from '../subject.ts';

const markers = recorded('test_s3_list_operations', 'test_list_objects_versions_markers');

/** a: v4 over m1 over v1; b: v2; c: m2 over v3. */
async function fill(s3: Subject): Promise<void> {
  for (const key of ['a', 'b', 'c']) await s3.put(key);
  await s3.remove('a');
  await s3.remove('c');
  await s3.put('a');
}

async function saves(s3: Subject, count: number): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  for (let i = 0; i < count; i++) ids.push((await s3.put('key', `${i}`)).VersionId);
  return ids;
}

const FOLDERS = ['folder/aSubfolder/subFile1', 'folder/aSubfolder/subFile2', 'folder/file1', 'folder/file2'];

async function folders(s3: Subject): Promise<void> {
  for (const key of FOLDERS) await s3.put(key);
}

export const listingVersions: Area = {
  name: 'Listing versions',
  cases: [
    {
      rule: 'Versions are listed by key, then newest first, delete markers among them; one of each key is the latest.',
      source: guide('list-obj-version-enabled-bucket'),
      expected: 'a v4 current, a m1, a v1, b v2 current, c m2 current, c v3',
      localstack: {
        outcome: 'a m1, c m2 current, a v4 current, a v1, b v2 current, c v3',
        why: 'It lists the markers of a page before its versions.',
      },
      run: async (s3) => {
        await fill(s3);
        return history(s3, { keys: true, mixed: true });
      },
    },
    {
      rule: 'Objects of a bucket without versioning are listed with the version ID `null`, as latest.',
      source: guide('Versioning'),
      expected: 'a null current, b null current',
      bucket: 'Unversioned',
      run: async (s3) => {
        await s3.put('a');
        await s3.put('b');
        return history(s3, { keys: true });
      },
    },
    {
      rule: 'Pages count versions and markers alike, and begin and end inside of a key; the order stays.',
      source: markers,
      expected: 'a:m1 a:v4! | a:v1 b:v2! | c:m2! c:v3',
      reliedOn: 'Drafts with many old versions are listed in pages.',
      run: async (s3) => {
        await fill(s3);
        return versionPages(s3, { MaxKeys: 2 });
      },
    },
    {
      rule: 'Pages of one go through all versions of a key, newest first.',
      source: markers,
      expected: 'key:v5! | key:v4 | key:v3 | key:v2 | key:v1',
      run: async (s3) => {
        await saves(s3, 5);
        return versionPages(s3, { MaxKeys: 1 });
      },
    },
    {
      rule: 'The next key marker and version ID marker are those of the last entry of the page.',
      source: markers,
      expected: 'key v4',
      minio: {
        outcome: 'key[minio_cache:v2,return:] v4',
        why: 'It puts a note of its own into the marker, which it understands when it comes back.',
      },
      run: async (s3) => {
        await saves(s3, 5);
        const { NextKeyMarker, NextVersionIdMarker } = await listVersions(s3, { MaxKeys: 2 });
        return s3.named(`${NextKeyMarker} ${NextVersionIdMarker}`);
      },
    },
    {
      rule: 'A key marker alone skips all versions of that key.',
      source: markers,
      expected: 'b:v2! c:m2! c:v3; nothing',
      run: async (s3) => {
        await fill(s3);
        return `${await versionPage(s3, { KeyMarker: 'a' })}; ${await versionPage(s3, { KeyMarker: 'c' })}`;
      },
    },
    {
      rule: 'With a version ID marker the list goes on behind that version.',
      source: markers,
      expected: 'key:v1 key:v2',
      run: async (s3) => {
        const ids = await saves(s3, 4);
        return versionPage(s3, { KeyMarker: 'key', VersionIdMarker: ids[2] });
      },
    },
    {
      rule: 'With the marker of a version that was deleted since, the list goes on behind it and marks the version that is latest now.',
      source: recorded(
        'test_s3_list_operations',
        'test_list_objects_versions_with_prefix_only_and_pagination',
      ),
      expected: 'key:v1 key:v2!',
      reliedOn: 'Old versions may be cleaned up while a draft is listed.',
      run: async (s3) => {
        const ids = await saves(s3, 4);
        for (const id of ids.slice(2)) await s3.removeVersion(id);
        return versionPage(s3, { KeyMarker: 'key', VersionIdMarker: ids[2] });
      },
    },
    {
      rule: 'A version ID marker without a key marker is refused.',
      source: markers,
      expected: '400 InvalidArgument',
      minio: { outcome: '501 NotImplemented' },
      run: async (s3) => {
        const [VersionIdMarker] = await saves(s3, 1);
        return outcome(listVersions(s3, { VersionIdMarker }));
      },
    },
    {
      rule: 'An empty key marker is none.',
      source: markers,
      expected: '200',
      run: (s3) => s3.ask('GET', '?versions=&key-marker='),
    },
    {
      rule: 'The list goes on behind a key marker that is no key.',
      source: api('ListObjectVersions'),
      expected: 'c:v2!',
      run: async (s3) => {
        await s3.put('a');
        await s3.put('c');
        return versionPage(s3, { KeyMarker: 'b' });
      },
    },
    {
      rule: 'A key marker before the prefix leaves nothing out, one behind it leaves nothing.',
      source: api('ListObjectVersions'),
      expected: 'b/1:v2!; nothing',
      minio: {
        outcome: '501 NotImplemented',
        why: 'It has no lists with a key marker outside of the prefix.',
      },
      run: async (s3) => {
        for (const key of ['a', 'b/1', 'c']) await s3.put(key);
        const from = (KeyMarker: string) => versionPage(s3, { Prefix: 'b/', KeyMarker });
        return `${await from('a')}; ${await from('c')}`;
      },
    },
    {
      rule: 'A common prefix counts as one entry, whatever versions it has, and pages go on behind it.',
      source: recorded('test_s3_list_operations', 'test_list_object_versions_pagination_common_prefixes'),
      expected: '<folder/aSubfolder/> | folder/file1:v3! | folder/file2:v4!',
      run: async (s3) => {
        await folders(s3);
        await s3.put('folder/aSubfolder/subFile1');
        return versionPages(s3, { Prefix: 'folder/', Delimiter: '/', MaxKeys: 1 });
      },
    },
    {
      rule: 'A key marker inside of a common prefix skips all of it.',
      source: recorded('test_s3_list_operations', 'test_list_object_versions_pagination_common_prefixes'),
      expected: 'folder/file1:v3! folder/file2:v4!',
      run: async (s3) => {
        await folders(s3);
        return versionPage(s3, {
          Prefix: 'folder/',
          Delimiter: '/',
          KeyMarker: 'folder/aSubfolder/subFile1',
        });
      },
    },
    {
      rule: 'After a page that ends in a common prefix there is no version ID marker.',
      source: recorded('test_s3_list_operations', 'test_list_object_versions_pagination_common_prefixes'),
      expected: 'folder/aSubfolder/, none',
      minio: {
        outcome: 'folder/aSubfolder/[minio_cache:v2,return:], none',
        why: 'It puts a note of its own into the marker, which it understands when it comes back.',
      },
      run: async (s3) => {
        await folders(s3);
        const more = { Prefix: 'folder/', Delimiter: '/', MaxKeys: 1 };
        const { NextKeyMarker, NextVersionIdMarker } = await listVersions(s3, more);
        return `${NextKeyMarker}, ${NextVersionIdMarker || 'none'}`;
      },
    },
    {
      rule: 'A delimiter other than `/` groups versions in pages, too.',
      source: api('ListObjectVersions'),
      expected: '<a%> | <b%> | c:v4!',
      minio: {
        outcome: '<a%> | <a%> | <a%> | … without end',
        why: 'With a delimiter other than `/` every page begins anew.',
      },
      run: async (s3) => {
        for (const key of ['a%1', 'a%2', 'b%1', 'c']) await s3.put(key);
        return versionPages(s3, { Delimiter: '%', MaxKeys: 1 });
      },
    },
    {
      rule: 'With encoding-type=url, keys, markers, prefix and delimiter are encoded.',
      source: api('ListObjectVersions'),
      expected: 'Key a%3Db+c, Prefix a%3D, Delimiter %26, KeyMarker a%3Da, NextKeyMarker a%3Db+c',
      reliedOn: 'The next key marker is decoded before it is sent (`nextMarker`).',
      minio: {
        outcome:
          'Key a%3Db+c, Prefix a%3D, Delimiter %26, KeyMarker a%3Da, NextKeyMarker a%3Db+c%5Bminio_cache%3Av2%2Creturn%3A%5D',
        why: 'It puts a note of its own into the marker, which it understands when it comes back.',
      },
      localstack: {
        outcome: 'Key undefined, Prefix a%3D, Delimiter %26, KeyMarker a=a, NextKeyMarker undefined',
        why: 'It does not encode markers, and compares the one it is given with encoded keys.',
      },
      run: async (s3) => {
        for (const key of ['a=a', 'a=b c', 'a=c']) await s3.put(key);
        const more = { EncodingType: 'url', Prefix: 'a=', Delimiter: '&', KeyMarker: 'a=a', MaxKeys: 1 };
        const page = await listVersions(s3, more);
        const { Prefix, Delimiter, KeyMarker, NextKeyMarker } = page;
        return `Key ${page.Versions?.[0]?.Key}, Prefix ${Prefix}, Delimiter ${Delimiter}, KeyMarker ${KeyMarker}, NextKeyMarker ${NextKeyMarker}`;
      },
    },
    {
      rule: 'With encoding-type=url, pages go on behind the next key marker, decoded.',
      source: api('ListObjectVersions'),
      expected: 'a+b:v1! | a%2Bb:v2! | a%3Db:v3! | %C3%A9:v4!',
      reliedOn: 'This is how `versionPages` lists a draft.',
      minio: {
        outcome: 'a+b:v1! | a%2Bb:v2! | a%3Db:v3! | %C3%A9:v4! | nothing',
        why: 'The last page is empty.',
      },
      localstack: {
        outcome: 'a%20b:v1! | a%20b:v1! | a%20b:v1! | … without end',
        why: 'A space is `%20`; and it compares the marker, which it does not encode, with encoded keys: a page that ends with a key that needs encoding may come again, without end.',
      },
      run: async (s3) => {
        for (const key of ['a b', 'a+b', 'a=b', 'é']) await s3.put(key);
        return versionPages(s3, { EncodingType: 'url', MaxKeys: 1 });
      },
    },
    {
      rule: 'Versions of a bucket that does not exist are NoSuchBucket.',
      source: api('ListObjectVersions'),
      expected: '404 NoSuchBucket',
      reliedOn: 'It is an S3 failure, not an empty draft.',
      run: (s3) => outcome(listVersions(s3, { Bucket: `${s3.bucket}-not` })),
    },
  ],
};
