import { expect, test } from 'vitest';
import { keyPrefix } from '../../../functions/domain/pipeline.ts';
import type { FileRef } from '../../../functions/ports/draft-files.ts';
import { checkDraft } from '../../../functions/usecases/check-draft.ts';
import { type Desk, PIPELINE, setUpDesk } from './desk.ts';

/** Before each read of a file: its path. */
type OnRead = (path: string) => unknown;

function check({ deps }: Desk, onRead: OnRead = () => {}) {
  const read: typeof deps.files.read = async (pipeline, file: FileRef, maxBytes) => {
    onRead(file.path);
    return deps.files.read(pipeline, file, maxBytes);
  };
  return checkDraft({ ...deps, files: { ...deps.files, read } }, PIPELINE);
}

const MARKER = '<<<<<<< HEAD\n';

test('only what differs from the current version is read', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.save('old.sql', MARKER);
  desk.save('config.yaml', 'checks:\n  conflict-marker: off\n');
  await desk.publish();
  desk.save('pipeline.sql', 'select 2');
  desk.save('old.sql', MARKER);
  desk.save('new.py', 'x = 1');
  desk.save('large.csv', 'x'.repeat(1_024));
  const paths: string[] = [];

  expect(await check(desk, (path) => paths.push(path))).toEqual({
    verdict: 'passed',
    valid: true,
    files: [],
    more: 0,
  });
  expect(paths.toSorted()).toEqual(['new.py', 'pipeline.sql']);
});

test('a configuration that has not changed is read once there is something to say', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');
  desk.save('config.yaml', 'checks:\n  conflict-marker: off\n');
  await desk.publish();
  desk.save('pipeline.sql', MARKER);
  const paths: string[] = [];

  expect(await check(desk, (path) => paths.push(path))).toMatchObject({ valid: true });
  expect(paths).toEqual(['pipeline.sql', 'config.yaml']);
});

const unread = async (checking: ReturnType<typeof check>) =>
  (await checking).files.map(({ path, errors, warnings }) => [
    path,
    errors.length,
    warnings.map(({ rule, message }) => `${rule}: ${message}`).join(),
  ]);

test('what cannot be pinned, has gone or is too large is named and not read', async () => {
  const desk = setUpDesk();
  desk.saveUnversioned('a.sql', MARKER);
  desk.save('b.sql', MARKER);
  desk.save('c.sql', MARKER.padEnd(256 * 1024 + 1));
  const destroy = (path: string) => {
    const key = keyPrefix(PIPELINE) + path;
    for (const { versionId } of desk.bucket.versions(key)) desk.bucket.deleteVersion(key, versionId ?? '');
  };

  expect(await unread(check(desk, destroy))).toEqual([
    ['a.sql', 0, expect.stringContaining('not versioned')],
    ['b.sql', 0, expect.stringContaining('deleted for good')],
    ['c.sql', 0, expect.stringContaining('262145 bytes')],
  ]);
});

test('when the time is over the rest is named and not read', async () => {
  const desk = setUpDesk();
  desk.saveAll(Array.from({ length: 40 }, (_, index) => `f${index + 10}.sql`));
  const late = () => {
    desk.clock.at += 8_000;
  };

  const rows = await unread(check(desk, late));

  expect(rows.length).toBeGreaterThan(0);
  expect(rows.length).toBeLessThan(40);
  for (const [, , warning] of rows) expect(warning).toContain('no time left');
});

test('of more files than are affordable the first are read, as people read a pipeline', async () => {
  const desk = setUpDesk();
  desk.saveAll(['pipeline.sql', 'tests/quality/z.sql']);
  desk.saveAll(Array.from({ length: 1_003 }, (_, index) => `a${index + 1_000}.sql`));
  let reads = 0;

  const rows = await unread(check(desk, () => reads++));

  expect(reads).toBe(1_000);
  expect(rows.map(([path]) => path)).toEqual([
    'a1998.sql',
    'a1999.sql',
    'a2000.sql',
    'a2001.sql',
    'a2002.sql',
  ]);
});

test('of more bytes than are affordable, too', async () => {
  const desk = setUpDesk();
  const text = 'x'.repeat(256 * 1024);
  for (let index = 0; index < 257; index++) desk.save(`a${index + 1_000}.sql`, text);

  expect((await unread(check(desk))).map(([path]) => path)).toEqual(['a1256.sql']);
});

test('a read that is throttled is the answer', async () => {
  const desk = setUpDesk();
  desk.save('pipeline.sql');

  await expect(
    check(desk, () => {
      throw new Error('throttled');
    }),
  ).rejects.toThrow('throttled');
});
