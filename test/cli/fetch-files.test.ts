// Fetching pinned objects: what is checked, what is tried again, and what is refused.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FetchOptions, fetchFiles } from '../../cli/pull/fetch-files.ts';
import type { File } from '../../client/types.ts';
import { newDir } from '../infra/local/support/new-dir.ts';
import { shown } from './support/shown.ts';
import { type Mishap, type TinyObject, tinyBucket } from './support/tiny-bucket.ts';

const retry = { wait: async () => {} };
const SQL = { 'pipeline.sql': { body: 'SELECT 1' } };

async function fetchOf(
  objects: Readonly<Record<string, TinyObject>>,
  mishaps: Record<string, Mishap[]> = {},
) {
  const bucket = await tinyBucket(objects, mishaps);
  const dir = await newDir();
  const fetched = fetchFiles(bucket.files, dir, { fetchLinks: bucket.fetchLinks, retry });
  return { bucket, dir, fetched };
}

test('files come into their folders, byte for byte, with one request for the links', async () => {
  const objects = {
    ...SQL,
    'tests/quality/a b+%.sql': { body: 'ü' },
    empty: { body: '' },
    '.hidden': { body: 'h' },
  };

  const { bucket, dir, fetched } = await fetchOf(objects);

  expect(await fetched).toEqual([]);
  expect(await shown(dir)).toEqual(
    Object.fromEntries(Object.entries(objects).map(([path, { body }]) => [path, body])),
  );
  expect(bucket.linksAsked()).toBe(1);
});

test('what is gone is named, all of it', async () => {
  const { fetched } = await fetchOf(
    { a: { body: '1' }, b: { body: '2' }, c: { body: '3' } },
    { a: [404], c: [404] },
  );

  expect(await fetched).toEqual(['a', 'c']);
});

test('a fault of S3 and a connection that breaks are tried again, from the beginning', async () => {
  const { bucket, dir, fetched } = await fetchOf(SQL, { 'pipeline.sql': [500, 'drop', 503, 429] });

  await fetched;

  expect(await readFile(join(dir, 'pipeline.sql'), 'utf8')).toBe('SELECT 1');
  expect(bucket.requests()).toBe(5);
});

test('an object that is stored with an encoding is not unpacked', async () => {
  const headers = { 'Content-Encoding': 'gzip' };

  const { dir, fetched } = await fetchOf({ 'pipeline.sql': { body: 'as it is', headers } });

  await fetched;
  expect(await shown(dir)).toEqual({ 'pipeline.sql': 'as it is' });
});

describe('links that have expired', () => {
  test('are asked for once more, however many files wait', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `${index}.sql`);
    const objects = Object.fromEntries(names.map((name) => [name, { body: name }]));
    const bucket = await tinyBucket(objects, {}, 1);
    const dir = await newDir();

    await fetchFiles(bucket.files, dir, { fetchLinks: bucket.fetchLinks, retry });

    expect(Object.keys((await shown(dir)) ?? {})).toHaveLength(50);
    expect(bucket.linksAsked()).toBe(2);
  });

  test('are not the matter if new ones are refused, too', async () => {
    const { fetched } = await fetchOf(SQL, { 'pipeline.sql': [403, 403, 403] });

    await expect(fetched).rejects.toThrow('S3 refuses to hand out pipeline.sql.');
  });
});

describe('an object that is not what was pinned is refused', () => {
  const fetchAs = async (file: Partial<File>, object: TinyObject) => {
    const bucket = await tinyBucket({ 'pipeline.sql': object });
    const [pinned] = await bucket.fetchLinks();
    const files = [{ ...(pinned as File), ...file }];
    return fetchFiles(files, await newDir(), { fetchLinks: async () => files, retry });
  };
  const MULTIPART = 'd41d8cd98f00b204e9800998ecf8427e-2';
  const OTHER = 'd41d8cd98f00b204e9800998ecf8427e';

  test('by its size', async () => {
    await expect(fetchAs({ size: 9 }, { body: 'SELECT 1' })).rejects.toThrow(
      'has the size 8, and was pinned with 9',
    );
    await expect(fetchAs({ size: 7 }, { body: 'SELECT 1' })).rejects.toThrow('has the size 8 or more');
  });

  test('by its ETag', async () => {
    await expect(fetchAs({ etag: OTHER }, { body: 'SELECT 1' })).rejects.toThrow('has the ETag');
  });

  test('by its bytes, where the ETag is their MD5', async () => {
    await expect(fetchAs({}, { body: 'SELECT 1', etag: OTHER })).rejects.toThrow('has the MD5');
  });

  test('but not by an ETag that is no MD5: of several parts, or encrypted with a key', async () => {
    const kms = { 'x-amz-server-side-encryption': 'aws:kms' };
    const own = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };

    expect(await fetchAs({}, { body: 'SELECT 1', etag: MULTIPART })).toEqual([]);
    expect(await fetchAs({}, { body: 'SELECT 1', etag: OTHER, headers: kms })).toEqual([]);
    expect(await fetchAs({}, { body: 'SELECT 1', etag: OTHER, headers: own })).toEqual([]);
  });
});

describe('a path', () => {
  const fetchPaths = async (dir: string, ...paths: string[]) => {
    const bucket = await tinyBucket(SQL);
    const [linked] = await bucket.fetchLinks();
    const files = paths.map((path) => ({ ...(linked as File), path }));
    const options: FetchOptions = { fetchLinks: async () => files, retry };
    return fetchFiles(files, dir, options);
  };

  test.each(['../x', 'a/../../x', '/etc/x', 'a//b', 'a/', '.', 'a\\..\\x', 'a\0b', ''])(
    'cannot leave the directory: %j',
    async (path) => {
      const dir = await newDir();

      await expect(fetchPaths(dir, 'first.sql', path)).rejects.toThrow('cannot be a file below');

      expect(await readdir(dir)).toEqual([]);
    },
  );

  test.each([
    ['a.sql', 'a.sql'],
    ['a', 'a/b'],
  ])('that two files of a snapshot would share is an error: %s and %s', async (...paths) => {
    await expect(fetchPaths(await newDir(), ...paths)).rejects.toThrow('has the name of another file');
  });
});

test('an abort ends it, and nothing goes on behind its back', async () => {
  const bucket = await tinyBucket({ a: { body: '1' }, b: { body: '2' } });
  const stop = new AbortController();
  const reason = new Error('Enough');
  const onFile = () => stop.abort(reason);
  const { files, fetchLinks } = bucket;

  const fetched = fetchFiles(files, await newDir(), {
    fetchLinks,
    onFile,
    signal: stop.signal,
    concurrency: 1,
  });

  await expect(fetched).rejects.toBe(reason);
  expect(bucket.requests()).toBe(1);
});
