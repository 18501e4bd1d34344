// The contract of ports/draft-files.ts, for every implementation of it.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import {
  fingerprintOf,
  isPinned,
  MAX_FILES,
  type PinnedFile,
  sameListing,
  samePins,
} from '../../functions/domain/snapshot.ts';
import type { DraftFiles, Listing, StoredFile } from '../../functions/ports/draft-files.ts';
import { isRefused } from '../support/refused-paths.ts';
import { s3Server } from '../support/server-set.ts';
import { backends, type EditableBucket, shareBackend } from './backends.ts';
import { newPipeline } from './samples.ts';

const PATHS = [
  'a b',
  'a+b',
  'a%2Fb',
  'a%b',
  '"\'',
  '&<>',
  'naïve',
  '数据',
  '🚀',
  'a//b',
  '#?',
  ' lead and trail ',
  'tab\there',
];

describe.each(backends)('draft files on $name', ({ name, start }) => {
  let files: DraftFiles;
  let bucket: EditableBucket;
  shareBackend(start, (backend) => {
    ({ files, bucket } = backend);
  });

  const nothingKnown = { known: async () => [] };

  async function list(pipeline: Parameters<DraftFiles['listDraft']>[0], previous: Listing | null = null) {
    const listing = await files.listDraft(pipeline, { ...nothingKnown, previous });
    if (listing === null) throw new Error('no listing came out');
    return listing;
  }

  async function saved(contents: Readonly<Record<string, string>>) {
    const pipeline = newPipeline();
    for (const [path, body] of Object.entries(contents)) await bucket.put(keyPrefix(pipeline) + path, body);
    return pipeline;
  }

  test('a pipeline without files has an empty draft', async () => {
    const pipeline = newPipeline();

    expect((await list(pipeline)).files).toEqual([]);
    expect(await files.listContent(pipeline)).toEqual([]);
  });

  test('a listing names every current object with its content and its version, sorted by path', async () => {
    const pipeline = await saved({
      'tests/quality/b.sql': 'select 2',
      'pipeline.sql': 'select 1',
      'config.yaml': '',
    });

    const listing = await list(pipeline);

    expect(listing.files.map(({ path, size, etag }) => ({ path, size, etag }))).toEqual([
      { path: 'config.yaml', size: 0, etag: md5('') },
      { path: 'pipeline.sql', size: 8, etag: md5('select 1') },
      { path: 'tests/quality/b.sql', size: 8, etag: md5('select 2') },
    ]);
    expect(listing.files.every(isPinned)).toBe(true);
    expect(new Set(listing.files.map(({ versionId }) => versionId)).size).toBe(3);
  });

  test('both kinds of listing have the same fingerprint', async () => {
    const pipeline = await saved({
      'pipeline.sql': 'select 1',
      'config.yaml': 'a: 1',
      'ä ö+%&<>"\'.sql': 'x',
    });

    const content = await files.listContent(pipeline);

    expect(fingerprintOf(content)).toBe(fingerprintOf((await list(pipeline)).files));
  });

  test('saving the same bytes again makes another version with the same content', async () => {
    const pipeline = await saved({ 'pipeline.sql': 'select 1' });
    const before = await list(pipeline);

    await bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'select 1');
    const after = await list(pipeline, before);

    expect(samePins(before.files, after.files)).toBe(false);
    expect(fingerprintOf(before.files)).toBe(fingerprintOf(after.files));
  });

  test('a file that was made and deleted since makes a list another', async () => {
    const pipeline = await saved({ 'pipeline.sql': 'select 1' });
    const before = await list(pipeline);

    await bucket.put(`${keyPrefix(pipeline)}passing.sql`, 'x');
    await bucket.delete(`${keyPrefix(pipeline)}passing.sql`);
    const after = await list(pipeline, before);

    expect(samePins(before.files, after.files)).toBe(true);
    expect(sameListing(before, after)).toBe(false);
  });

  test('two lists of a draft that holds still are equal', async () => {
    const pipeline = await saved({ 'pipeline.sql': 'select 1', 'config.yaml': 'a: 1' });

    const first = await list(pipeline);
    const second = await list(pipeline, first);

    expect(sameListing(first, second)).toBe(true);
  });

  test('deleted files, folder placeholders and neighbours are left out', async () => {
    const pipeline = await saved({ 'pipeline.sql': 'select 1', 'config.yaml': 'a: 1' });
    const prefix = keyPrefix(pipeline);
    await bucket.put(`${prefix}tests/`, '');
    await bucket.put(prefix, '');
    await bucket.put(`${prefix.slice(0, -1)}_eu/pipeline.sql`, 'not mine');
    await bucket.delete(`${prefix}config.yaml`);

    const paths = (await list(pipeline)).files.map(({ path }) => path);

    expect(paths).toEqual(['pipeline.sql']);
    expect((await files.listContent(pipeline)).map(({ path }) => path)).toEqual(paths);
  });

  const server = name === 'memory' ? name : s3Server;

  test.for(PATHS.filter((path) => isRefused(path, server)))('the path %j cannot be saved', async (path) => {
    await expect(saved({ [`${path}.sql`]: 'x' })).rejects.toThrow();
  });

  test.for(PATHS.filter((path) => !isRefused(path, server)))(
    'the path %j comes back as it was saved',
    async (path) => {
      const pipeline = await saved({ [`${path}.sql`]: 'x' });

      const listing = await list(pipeline);

      expect(listing.files.map((file) => file.path)).toEqual([`${path}.sql`]);
      expect(await files.findMissing(pipeline, listing.files.filter(isPinned))).toEqual([]);
    },
  );

  let edited: Promise<{ readonly pipeline: Pipeline; readonly pins: readonly PinnedFile[] }> | undefined;

  /** `a.sql` has more versions than a page of S3 holds; `pins` are from before. One for both tests. */
  function editedManyTimes() {
    edited ??= (async () => {
      const pipeline = await saved({ 'a.sql': 'first', 'y.sql': '1', 'z.sql': '1' });
      const pins = (await list(pipeline)).files.filter(isPinned);
      await bucket.putMany(Array.from({ length: 1_100 }, () => `${keyPrefix(pipeline)}a.sql`));
      return { pipeline, pins };
    })();
    return edited;
  }

  test('files edited many times are listed as they are now, twice alike', async () => {
    const { pipeline } = await editedManyTimes();
    await bucket.put(`${keyPrefix(pipeline)}a.sql`, 'last');

    const first = await list(pipeline);
    const second = await list(pipeline, first);

    expect(first.files.find(({ path }) => path === 'a.sql')?.etag).toBe(md5('last'));
    expect(first.files.map(({ path }) => path)).toEqual(['a.sql', 'y.sql', 'z.sql']);
    expect(first.files.every(isPinned)).toBe(true);
    expect(sameListing(first, second)).toBe(true);
  });

  test('objects written while the bucket was not versioned have no version ID', async () => {
    const pipeline = newPipeline();
    await bucket.setVersioning(false);
    await bucket.put(`${keyPrefix(pipeline)}old.sql`, 'old');
    await bucket.setVersioning(true);
    await bucket.put(`${keyPrefix(pipeline)}pipeline.sql`, 'new');

    const [old, recent] = (await list(pipeline)).files;

    expect(old).toMatchObject({ path: 'old.sql', versionId: null });
    expect(recent?.versionId).toEqual(expect.any(String));
  });

  test('a draft with too many files is cut, and still too long', async ({ skip }) => {
    skip(name !== 'memory', 'ten thousand saves; s3-requests and too-large-drafts have it on S3');
    const pipeline = newPipeline();
    const paths = Array.from({ length: MAX_FILES + 5 }, (_, index) => `part_${index}.sql`);
    await Promise.all(paths.map((path) => bucket.put(keyPrefix(pipeline) + path, 'x')));

    expect((await list(pipeline)).files.length).toBeGreaterThan(MAX_FILES);
    expect((await files.listContent(pipeline)).length).toBeGreaterThan(MAX_FILES);
  });

  test('only what was deleted for good is missing', async () => {
    const pipeline = await saved({ 'a.sql': '1', 'b.sql': '1', 'c.sql': '1', 'd.sql': '1' });
    const prefix = keyPrefix(pipeline);
    const pins = (await list(pipeline)).files.filter(isPinned);
    await bucket.put(`${prefix}a.sql`, '2');
    await bucket.delete(`${prefix}b.sql`);
    await bucket.deleteVersion(`${prefix}c.sql`, pins[2]?.versionId ?? '');

    expect(await files.findMissing(pipeline, pins)).toEqual([{ ...pins[2], archivedIn: null }]);
  });

  test('what is missing is found among more versions than a page holds', async () => {
    const { pipeline, pins } = await editedManyTimes();
    const [, , gone] = pins;
    await bucket.deleteVersion(`${keyPrefix(pipeline)}z.sql`, gone?.versionId ?? '');

    expect(await files.findMissing(pipeline, pins)).toEqual([{ ...gone, archivedIn: null }]);
  });

  test('a pinned file is read as it was, whatever has become of the draft', async () => {
    const pipeline = await saved({ 'a b+ö%.sql': 'first' });
    const prefix = keyPrefix(pipeline);
    const [pin] = (await list(pipeline)).files.filter(isPinned);
    if (pin === undefined) throw new Error('nothing was listed');

    await bucket.put(`${prefix}a b+ö%.sql`, 'second');
    const behind = await files.read(pipeline, pin, 100);
    const now = await files.read(pipeline, { path: pin.path }, 100);
    await bucket.delete(`${prefix}a b+ö%.sql`);
    const behindMarker = await files.read(pipeline, pin, 100);

    const { path, etag, size, versionId } = pin;
    expect(behind).toMatchObject({ path, etag, size, versionId });
    expect([behind, now, behindMarker].map(textOf)).toEqual(['first', 'second', 'first']);
    expect(now).toMatchObject({ etag: md5('second'), size: 6 });
    expect(now?.versionId).not.toBe(versionId);
    expect(seconds(behind?.lastModified)).toBe(seconds(pin.lastModified));
  });

  test('bytes are read as they are: none at all, no text, no end of line', async () => {
    const pipeline = newPipeline();
    const contents = ['', 'a\r\nb', '\ufeffbom\n', Buffer.from([0, 0xff, 0xfe, 0x80, 10])];
    for (const [n, body] of contents.entries()) await bucket.put(`${keyPrefix(pipeline)}${n}`, body);

    const read = await Promise.all(contents.map((_, n) => files.read(pipeline, { path: `${n}` }, 100)));

    expect(read.map((file) => Buffer.from(file?.bytes ?? 'none'))).toEqual(
      contents.map((body) => Buffer.from(body)),
    );
  });

  test('a file that is larger than the reader wants comes without its bytes', async () => {
    const pipeline = await saved({ 'pipeline.sql': '0123456789' });

    const whole = await files.read(pipeline, { path: 'pipeline.sql' }, 10);
    const larger = await files.read(pipeline, { path: 'pipeline.sql' }, 9);

    expect(textOf(whole)).toBe('0123456789');
    expect(larger).toEqual({ ...whole, bytes: null });
  });

  test('what was never there, was deleted, or was deleted for good cannot be read', async () => {
    const pipeline = await saved({ 'deleted.sql': '1', 'gone.sql': '1' });
    const prefix = keyPrefix(pipeline);
    const [, gone] = (await list(pipeline)).files.filter(isPinned);
    await bucket.delete(`${prefix}deleted.sql`);
    await bucket.put(`${prefix}gone.sql`, '2');
    await bucket.deleteVersion(`${prefix}gone.sql`, gone?.versionId ?? '');

    const there = { path: 'gone.sql' };
    const read = await Promise.all(
      [{ path: 'never.sql' }, { path: 'deleted.sql' }, gone ?? there, there].map((file) =>
        files.read(pipeline, file, 100),
      ),
    );

    expect(read.map(textOf)).toEqual([null, null, null, '2']);
  });

  test('a file written while the bucket was not versioned is read as one without a version ID', async () => {
    const pipeline = newPipeline();
    await bucket.setVersioning(false);
    await bucket.put(`${keyPrefix(pipeline)}old.sql`, 'old');
    await bucket.setVersioning(true);

    expect(await files.read(pipeline, { path: 'old.sql' }, 100)).toMatchObject({ size: 3, versionId: null });
  });

  test('a link to a pin names its version', async () => {
    const pipeline = await saved({ 'pipeline one.sql': 'select 1' });
    const [pin] = (await list(pipeline)).files.filter(isPinned);
    if (pin === undefined) throw new Error('nothing was listed');

    const url = await files.presign(pipeline, pin, 900);

    expect(new URL(url).searchParams.get('versionId')).toBe(pin.versionId);
  });

  test('the bucket says whether it keeps versions', async () => {
    expect(await files.versioning()).toBe('on');
  });
});

const textOf = (file: StoredFile | null) => file && Buffer.from(file.bytes ?? 'no bytes').toString();
const seconds = (milliseconds = 0) => Math.floor(milliseconds / 1_000);

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
