import { expect, test } from 'vitest';
import { toSummaryMap, toVersionItem } from '../../../functions/adapters/dynamodb/items.ts';
import { draftOf, isDraftDirty } from '../../../functions/domain/draft.ts';
import { recordBytes, versionAfter } from '../../../functions/domain/version.ts';
import { newPipeline, pinnedFile, versionWith } from '../../contract/samples.ts';

const NOW = new Date('2026-03-03T00:00:00Z');

test('versions are numbered from 1, one by one', () => {
  const first = versionWith(null);
  const second = versionWith(first);

  expect([first.number, second.number, versionWith(second).number]).toEqual([1, 2, 3]);
});

test('a version is never older than the one before it, whatever the clock says', () => {
  const previous = { ...versionWith(null), createdAt: new Date(NOW.getTime() + 5_000) };

  expect(versionAfter(previous, { ...previous }, NOW).createdAt).toEqual(previous.createdAt);
  expect(versionAfter(null, { ...previous }, NOW).createdAt).toEqual(NOW);
});

test('files are sorted by path, as code units, and counted', () => {
  const version = versionWith(null, { files: ['b', 'a', 'B', 'ä'].map((path) => pinnedFile(path)) });

  expect(version.files.map(({ path }) => path)).toEqual(['B', 'a', 'b', 'ä']);
  expect(version).toMatchObject({ fileCount: 4, sourceType: null });
});

test('a version item is never larger than the size that is held against the limit', () => {
  const files = Array.from({ length: 1_000 }, (_, index) =>
    pinnedFile(`tests/quality/ünïcode “${index}”.sql`),
  );
  const version = versionWith(null, { files, request: { key: 'k'.repeat(128), inputHash: 'h'.repeat(64) } });

  const { files: stored } = toVersionItem(newPipeline(), version) as { files: string };
  const rest = JSON.stringify(toSummaryMap(version));

  expect(Buffer.byteLength(stored + rest)).toBeLessThanOrEqual(recordBytes(version) + 200);
});

test('the draft is dirty if and only if its content is not that of the current version', () => {
  const current = versionWith(null);

  expect(isDraftDirty(draftOf(current.files, NOW), current)).toBe(false);
  expect(isDraftDirty(draftOf([], NOW), current)).toBe(true);
  expect(isDraftDirty(draftOf([pinnedFile('pipeline.sql', 'new')], NOW), current)).toBe(true);
  expect(isDraftDirty(draftOf(current.files, NOW), null)).toBeNull();
});
