// The contract of the edits in ports/draft-files.ts, for every implementation of it.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyPrefix, type Pipeline } from '../../functions/domain/pipeline.ts';
import { isPinned, type PinnedFile } from '../../functions/domain/snapshot.ts';
import type { DraftFiles, EditCondition } from '../../functions/ports/draft-files.ts';
import { isRefused } from '../support/refused-paths.ts';
import { s3Server } from '../support/server-set.ts';
import { backends, type EditableBucket, shareBackend } from './backends.ts';
import { newPipeline } from './samples.ts';

const PATHS = [
  'a b+c%41.sql',
  'naïve/数据/🚀.sql',
  `"'&<>#?=;`,
  'tests/quality/x.sql',
  '__proto__',
  "!'()*~",
];
const SOURCE = 'pipeline.sql';

describe.each(backends)('draft edits on $name', ({ name, start }) => {
  let files: DraftFiles;
  let bucket: EditableBucket;
  shareBackend(start, (backend) => {
    ({ files, bucket } = backend);
  });

  const write = (
    pipeline: Pipeline,
    text: string | Uint8Array,
    condition: EditCondition = {},
    path = SOURCE,
  ) => files.write(pipeline, { path, bytes: Buffer.from(text), contentType: 'text/plain' }, condition);

  async function textOf(pipeline: Pipeline, path = SOURCE): Promise<string | null> {
    const file = await files.read(pipeline, { path }, 1_000);
    return file && Buffer.from(file.bytes ?? []).toString();
  }

  async function pinsOf(pipeline: Pipeline): Promise<readonly PinnedFile[]> {
    const listing = await files.listDraft(pipeline, { known: async () => [] });
    return listing?.files.filter(isPinned) ?? [];
  }

  async function pinOf(pipeline: Pipeline, path = SOURCE): Promise<PinnedFile> {
    const pin = (await pinsOf(pipeline)).find((file) => file.path === path);
    if (pin === undefined) throw new Error(`${path} is not there`);
    return pin;
  }

  const server = name === 'memory' ? name : s3Server;

  test.for(PATHS.filter((path) => !isRefused(path, server)))(
    'the file %j is written, copied and removed under its exact name',
    async (path) => {
      const pipeline = newPipeline();

      const result = await write(pipeline, 'one', {}, path);
      const pin = await pinOf(pipeline, path);
      await write(pipeline, 'two', {}, path);
      const copied = await files.copy(pipeline, pin);

      const { etag, size, versionId } = pin;
      expect(result).toEqual({ written: true, file: { path, etag: md5('one'), size: 3, versionId } });
      expect({ etag, size, copied }).toEqual({ etag: md5('one'), size: 3, copied: true });
      expect(await textOf(pipeline, path)).toBe('one');
      expect(await files.remove(pipeline, path, {})).toEqual({ removed: true });
      expect(await pinsOf(pipeline)).toEqual([]);
    },
  );

  test('bytes are stored as they are, also if there are none', async () => {
    const pipeline = newPipeline();
    const contents = [Buffer.alloc(0), Buffer.from([0, 0xff, 0xfe, 0x80, 13, 10])];

    for (const [n, bytes] of contents.entries()) await write(pipeline, bytes, {}, `${n}`);

    const read = await Promise.all(contents.map((_, n) => files.read(pipeline, { path: `${n}` }, 100)));
    expect(read.map((file) => Buffer.from(file?.bytes ?? 'none'))).toEqual(contents);
  });

  test('a file is made only where none is; a deleted one is none', async () => {
    const pipeline = newPipeline();

    const made = await write(pipeline, 'one', { ifNoneMatch: '*' });
    const refused = await write(pipeline, 'two', { ifNoneMatch: '*' });
    await bucket.delete(`${keyPrefix(pipeline)}${SOURCE}`);
    const again = await write(pipeline, 'three', { ifNoneMatch: '*' });

    expect([made.written, again.written]).toEqual([true, true]);
    expect(refused).toEqual({ written: false, current: made.written && made.file });
    expect(await textOf(pipeline)).toBe('three');
  });

  test('a file at a folder of a path, or below it, is entangled with it', async () => {
    const pipeline = newPipeline();
    const prefix = keyPrefix(pipeline);
    for (const path of ['tests/quality/a b.sql', 'tests/quality.sql', 'gone'])
      await bucket.put(prefix + path, 'x');
    await bucket.delete(`${prefix}gone`);
    const entangledWith = (path: string) => files.findEntangled(pipeline, path);

    expect(await entangledWith('tests')).toBe('tests/quality.sql');
    expect(await entangledWith('tests/quality')).toBe('tests/quality/a b.sql');
    expect(await entangledWith('tests/quality.sql/a/b.sql')).toBe('tests/quality.sql');
    for (const free of ['tests/quality/a b.sql', 'tests/qual', 'test', 'gone/a.sql', 'pipeline.sql'])
      expect(await entangledWith(free)).toBeNull();
  });

  test('a file is replaced only if it is the one that is expected', async () => {
    const pipeline = newPipeline();
    await write(pipeline, 'one');

    const right = await write(pipeline, 'two', { ifMatch: md5('one') });
    const wrong = await write(pipeline, 'three', { ifMatch: md5('one') });

    expect(right.written).toBe(true);
    expect(wrong).toEqual({ written: false, current: right.written && right.file });
    expect(await textOf(pipeline)).toBe('two');
  });

  test('a file that is expected and not there is not written', async () => {
    const [never, deleted] = [newPipeline(), newPipeline()];
    await write(deleted, 'one');
    await files.remove(deleted, SOURCE, {});

    for (const pipeline of [never, deleted]) {
      expect(await write(pipeline, 'two', { ifMatch: md5('one') })).toEqual({
        written: false,
        current: null,
      });
      expect(await pinsOf(pipeline)).toEqual([]);
    }
  });

  test.each([
    ['none', { ifNoneMatch: '*' }],
    ['the same', { ifMatch: md5('first') }],
  ] as [string, EditCondition][])('of 24 writers who expect %s exactly one writes', async (_, condition) => {
    const pipeline = newPipeline();
    if (condition.ifMatch) await write(pipeline, 'first');
    const texts = Array.from({ length: 24 }, (_, n) => `writer ${n}`);

    const results = await Promise.all(texts.map((text) => write(pipeline, text, condition)));

    const winners = texts.filter((_, n) => results[n]?.written);
    expect(winners).toHaveLength(1);
    expect(await textOf(pipeline)).toBe(winners[0]);
    const told = results.flatMap((result) => (result.written ? [] : [result.current?.etag]));
    expect(new Set(told)).toEqual(new Set([md5(winners[0] ?? '')]));
  });

  test('a delete leaves the old versions, and is not made of what is not there', async () => {
    const pipeline = newPipeline();
    await write(pipeline, 'one');
    const pin = await pinOf(pipeline);

    const first = await files.remove(pipeline, SOURCE, {});
    const second = await files.remove(pipeline, SOURCE, {});
    const never = await files.remove(pipeline, 'never.sql', {});

    expect([first, second, never]).toEqual([
      { removed: true },
      { removed: false, current: null },
      { removed: false, current: null },
    ]);
    expect((await files.listDraft(pipeline, { known: async () => [] }))?.deleted).toHaveLength(1);
    expect(await files.findMissing(pipeline, [pin])).toEqual([]);
  });

  test('a file is deleted only if it is the one that is expected', async () => {
    const pipeline = newPipeline();
    await write(pipeline, 'one');
    await write(pipeline, 'two');

    const wrong = await files.remove(pipeline, SOURCE, { ifMatch: md5('one') });
    const right = await files.remove(pipeline, SOURCE, { ifMatch: md5('two') });
    const gone = await files.remove(pipeline, SOURCE, { ifMatch: md5('two') });

    expect(wrong).toMatchObject({ removed: false, current: { etag: md5('two'), size: 3 } });
    expect([right, gone]).toEqual([{ removed: true }, { removed: false, current: null }]);
  });

  test('a copy makes an old version current again, also behind a delete and over itself', async () => {
    const pipeline = newPipeline();
    await write(pipeline, 'one');
    const pin = await pinOf(pipeline);

    expect(await files.copy(pipeline, pin)).toBe(true); // over itself
    await write(pipeline, 'two');
    expect(await files.copy(pipeline, pin)).toBe(true);
    await files.remove(pipeline, SOURCE, {});
    expect(await files.copy(pipeline, pin)).toBe(true);

    const current = await pinOf(pipeline);
    expect(current).toMatchObject({ etag: pin.etag, size: pin.size });
    expect(current.versionId).not.toBe(pin.versionId);
    expect(await textOf(pipeline)).toBe('one');
  });

  test('a version is found and copied while others write and delete the same file', async () => {
    const pipeline = newPipeline();
    await write(pipeline, 'one');
    const pin = await pinOf(pipeline);

    for (let round = 0; round < 10; round++) {
      const [missing, ...copied] = await Promise.all([
        files.findMissing(pipeline, [pin]),
        ...Array.from({ length: 6 }, () => files.copy(pipeline, pin)),
        write(pipeline, 'two').then(({ written }) => written),
        files.remove(pipeline, SOURCE, {}).then(() => true),
      ]);

      expect(missing).toEqual([]);
      expect(copied).toEqual(Array.from({ length: 8 }, () => true));
    }
  });

  test('a version that is gone for good is not copied', async () => {
    const pipeline = newPipeline();
    await write(pipeline, 'one');
    const pin = await pinOf(pipeline);
    await write(pipeline, 'two');
    await bucket.deleteVersion(`${keyPrefix(pipeline)}${SOURCE}`, pin.versionId);

    expect(await files.copy(pipeline, pin)).toBe(false);
    expect(await textOf(pipeline)).toBe('two');
  });
});

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
