// ListObjectsV2 and ListObjects against a model, for any keys and every page size.
import { ListObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byBytes, type ListArguments, rolledUp } from './listing-model.ts';
import { useServer } from './running-server.ts';
import { list, outcome, put, remove } from './s3-calls.ts';

/** Short keys over few characters, so that prefixes, groups and neighbours are frequent. */
const key = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '0', '\uffff', '😀'),
  minLength: 1,
  maxLength: 5,
});
const keySet = fc.uniqueArray(key, { maxLength: 14 });
const prefix = fc.constantFrom('', 'a', 'a/', '/', 'b', '😀');
const delimiter = fc.constantFrom('', '/', 'a', '//', '0');

interface Listed {
  readonly Contents?: { readonly Key?: string | undefined }[] | undefined;
  readonly CommonPrefixes?: { readonly Prefix?: string | undefined }[] | undefined;
}

const lines = ({ Contents = [], CommonPrefixes = [] }: Listed): string[] =>
  [...Contents.map(({ Key }) => `${Key}`), ...CommonPrefixes.map(({ Prefix }) => `<${Prefix}>`)].sort();

const expected = (all: readonly string[], args: ListArguments): string[] =>
  rolledUp(
    [...all].sort(byBytes).map((k) => [k, k] as const),
    args,
  );

describe('ListObjectsV2', { timeout: 60_000 }, () => {
  const s3 = useServer();

  async function allPages(
    Bucket: string,
    { prefix, delimiter }: ListArguments,
    MaxKeys: number,
  ): Promise<string[][]> {
    const pages: string[][] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.client.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: prefix,
          Delimiter: delimiter,
          MaxKeys,
          ContinuationToken,
        }),
      );
      pages.push(lines(page));
      expect(page.KeyCount).toBe(pages.at(-1)?.length);
      ContinuationToken = page.NextContinuationToken;
      expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
    } while (ContinuationToken);
    return pages;
  }

  test('for any keys, prefix, delimiter and page size, the pages are the whole, each full but the last', async () => {
    await fc.assert(
      fc.asyncProperty(keySet, prefix, delimiter, async (all, prefix, delimiter) => {
        const Bucket = await s3.bucket();
        await Promise.all(all.map((k) => put(s3.client, Bucket, k)));
        const whole = expected(all, { prefix, delimiter });

        for (let size = 1; size <= whole.length + 1; size++) {
          const pages = await allPages(Bucket, { prefix, delimiter }, size);
          expect(pages.flat().sort()).toEqual([...whole].sort());
          for (const page of pages.slice(0, -1)) expect(page).toHaveLength(size);
          pages.forEach((page, i) => void expect(page).toEqual(whole.slice(i * size, (i + 1) * size).sort()));
        }
      }),
      { numRuns: 20 },
    );
  });

  test('start-after begins behind any text, and leaves out a group that is not behind it', async () => {
    await fc.assert(
      fc.asyncProperty(keySet, prefix, delimiter, key, async (all, prefix, delimiter, StartAfter) => {
        const Bucket = await s3.bucket();
        await Promise.all(all.map((k) => put(s3.client, Bucket, k)));
        const rest = all.filter((k) => byBytes(k, StartAfter) > 0);

        const page = await list(s3.client, Bucket, { Prefix: prefix, Delimiter: delimiter, StartAfter });

        const whole = expected(rest, { prefix, delimiter });
        const behind = whole.filter(
          (line) => !line.startsWith('<') || byBytes(line.slice(1, -1), StartAfter) > 0,
        );
        expect(lines(page)).toEqual(behind.sort());
      }),
      { numRuns: 30 },
    );
  });

  test('version 1 pages with markers to the same whole', async () => {
    const Bucket = await s3.bucket();
    const all = ['a', 'b/1', 'b/2', 'c', 'd/1', 'e'];
    for (const k of all) await put(s3.client, Bucket, k);
    const seen: string[] = [];
    let Marker: string | undefined;

    do {
      const page = await s3.client.send(
        new ListObjectsCommand({ Bucket, Delimiter: '/', MaxKeys: 2, Marker }),
      );
      seen.push(...lines(page));
      Marker = page.NextMarker;
    } while (Marker);

    expect(seen.sort()).toEqual(expected(all, { prefix: '', delimiter: '/' }).sort());
  });

  test('deleted keys are not listed, and old versions do not count', async () => {
    const Bucket = await s3.bucket();
    for (const k of ['a', 'b', 'c']) for (let i = 0; i < 4; i++) await put(s3.client, Bucket, k, `${i}`);
    await remove(s3.client, Bucket, 'b');

    const page = await list(s3.client, Bucket, { MaxKeys: 2 });

    expect(lines(page)).toEqual(['a', 'c']);
    expect(page.IsTruncated).toBe(false);
  });

  test('an entry has ETag, size and time, and the owner on request', async () => {
    const Bucket = await s3.bucket();
    const { ETag } = await put(s3.client, Bucket, 'key', 'four');

    const [plain] = (await list(s3.client, Bucket)).Contents ?? [];
    const [owned] = (await list(s3.client, Bucket, { FetchOwner: true })).Contents ?? [];

    expect(plain).toMatchObject({ ETag, Size: 4, StorageClass: 'STANDARD' });
    expect([plain?.Owner, owned?.Owner?.DisplayName]).toEqual([undefined, 'local']);
  });

  test('a page of none is not truncated, and no page may be larger than 1,000', async () => {
    const Bucket = await s3.bucket();
    await put(s3.client, Bucket, 'key');

    const none = await list(s3.client, Bucket, { MaxKeys: 0 });
    const large = await list(s3.client, Bucket, { MaxKeys: 5000 });

    expect([none.KeyCount, none.IsTruncated, large.MaxKeys]).toEqual([0, false, 1000]);
  });

  test('parameters that make no sense are refused', async () => {
    const Bucket = await s3.bucket();

    expect(await outcome(list(s3.client, Bucket, { MaxKeys: -1 }))).toBe('400 InvalidArgument');
    expect(await outcome(list(s3.client, Bucket, { ContinuationToken: 'bad' }))).toBe('400 InvalidArgument');
    expect(await outcome(list(s3.client, Bucket, { EncodingType: 'base64' }))).toBe('400 InvalidArgument');
    expect(await outcome(list(s3.client, Bucket, { EncodingType: '' }))).toBe('400 InvalidArgument');
    expect(await outcome(list(s3.client, 'no-such-bucket'))).toBe('404 NoSuchBucket');
  });
});
