// ListObjectVersions against a model, for any history and every page size.
import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byBytes, type ListArguments, rolledUp } from './listing-model.ts';
import { sendSigned } from './raw-request.ts';
import { useServer } from './running-server.ts';
import { listVersions, outcome, put, remove } from './s3-calls.ts';

const key = fc.constantFrom('a', 'a/b', 'a/c', 'b', 'b//', '😀', '\uffff');
const change = fc.record({ key, kind: fc.constantFrom('put', 'put', 'delete') });
const prefix = fc.constantFrom('', 'a', 'a/', 'b');
const delimiter = fc.constantFrom('', '/', '//');

interface Line {
  readonly Key: string | undefined;
  readonly VersionId: string | undefined;
  readonly IsLatest: boolean | undefined;
}

const asLine = ({ Key, VersionId, IsLatest }: { [K in keyof Line]?: Line[K] }): Line => ({
  Key,
  VersionId,
  IsLatest,
});

function linesOf(page: ListObjectVersionsCommandOutput): (Line | string)[] {
  const { Versions = [], DeleteMarkers = [], CommonPrefixes = [] } = page;
  return [
    ...Versions.map(asLine),
    ...DeleteMarkers.map(asLine),
    ...CommonPrefixes.map((p) => `<${p.Prefix}>`),
  ];
}

const sorted = (lines: (Line | string)[]): string[] => lines.map((line) => JSON.stringify(line)).sort();

describe('ListObjectVersions', { timeout: 60_000 }, () => {
  const s3 = useServer();

  async function allPages(Bucket: string, { prefix, delimiter }: ListArguments, MaxKeys: number) {
    const pages: (Line | string)[][] = [];
    let markers: object = {};
    for (let more = true; more; ) {
      const page = await listVersions(s3.client, Bucket, {
        Prefix: prefix,
        Delimiter: delimiter,
        MaxKeys,
        ...markers,
      });
      pages.push(linesOf(page));
      markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      more = page.IsTruncated ?? false;
    }
    return pages;
  }

  test('for any history, prefix, delimiter and page size, the pages are the whole, each full but the last', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 16 }),
        prefix,
        delimiter,
        async (changes, prefix, delimiter) => {
          const Bucket = await s3.bucket();
          const newestFirst: Line[] = [];
          for (const { key: Key, kind } of changes) {
            const { VersionId } = await (kind === 'put' ? put : remove)(s3.client, Bucket, Key);
            const IsLatest = true;
            newestFirst.forEach((line, i) => {
              if (line.Key === Key) newestFirst[i] = { ...line, IsLatest: false };
            });
            newestFirst.unshift({ Key, VersionId, IsLatest });
          }
          newestFirst.sort((a, b) => byBytes(a.Key ?? '', b.Key ?? ''));
          const whole = rolledUp(
            newestFirst.map((line) => [line.Key ?? '', line] as const),
            { prefix, delimiter },
          );

          for (let size = 1; size <= whole.length + 1; size++) {
            const pages = await allPages(Bucket, { prefix, delimiter }, size);
            expect(pages.flat()).toHaveLength(whole.length);
            pages.forEach(
              (page, i) => void expect(sorted(page)).toEqual(sorted(whole.slice(i * size, (i + 1) * size))),
            );
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  test('versions and delete markers are interleaved on the wire, newest first within a key', async () => {
    const Bucket = await s3.bucket();
    const one = await put(s3.client, Bucket, 'b');
    const marker = await remove(s3.client, Bucket, 'b');
    const two = await put(s3.client, Bucket, 'b');
    const before = await remove(s3.client, Bucket, 'a');

    const { body } = await sendSigned(s3.server.url, { method: 'GET', target: `/${Bucket}?versions=` });

    const order = [...body.matchAll(/<(Version|DeleteMarker)>.*?<VersionId>(.*?)</g)].map(([, kind, id]) => [
      kind,
      id,
    ]);
    expect(order).toEqual([
      ['DeleteMarker', before.VersionId],
      ['Version', two.VersionId],
      ['DeleteMarker', marker.VersionId],
      ['Version', one.VersionId],
    ]);
  });

  test('a list goes on behind a version that was deleted meanwhile, and knows what is latest now', async () => {
    const Bucket = await s3.bucket();
    const ids: (string | undefined)[] = [];
    for (const body of ['1', '2', '3', '4'])
      ids.unshift((await put(s3.client, Bucket, 'key', body)).VersionId);
    const first = await listVersions(s3.client, Bucket, { MaxKeys: 1 });
    await remove(s3.client, Bucket, 'key', ids[0]);

    const second = await listVersions(s3.client, Bucket, {
      KeyMarker: first.NextKeyMarker,
      VersionIdMarker: first.NextVersionIdMarker,
    });

    expect(second.Versions?.map(asLine)).toEqual([
      { Key: 'key', VersionId: ids[1], IsLatest: true },
      { Key: 'key', VersionId: ids[2], IsLatest: false },
      { Key: 'key', VersionId: ids[3], IsLatest: false },
    ]);
  });

  test('a key marker alone skips all versions of that key', async () => {
    const Bucket = await s3.bucket();
    for (const key of ['a', 'a', 'b']) await put(s3.client, Bucket, key);

    const { Versions = [] } = await listVersions(s3.client, Bucket, { KeyMarker: 'a' });

    expect(Versions.map(({ Key }) => Key)).toEqual(['b']);
  });

  test('markers that make no sense are refused', async () => {
    const Bucket = await s3.bucket();
    const { VersionId } = await put(s3.client, Bucket, 'a');

    expect(await outcome(listVersions(s3.client, Bucket, { VersionIdMarker: VersionId }))).toBe(
      '400 InvalidArgument',
    );
    expect(await outcome(listVersions(s3.client, Bucket, { KeyMarker: 'a', VersionIdMarker: 'x' }))).toBe(
      '400 InvalidArgument',
    );
  });
});
