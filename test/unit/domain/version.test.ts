import { expect, test } from 'vitest';
import { draftOf, isDraftDirty } from '../../../functions/domain/draft.ts';
import { summaryOfFiles, versionAfter } from '../../../functions/domain/version.ts';
import { pinnedFile, versionOf, versionWith } from '../../contract/samples.ts';

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

test('a record says how many files there are, and which source', () => {
  const files = ['pipeline.py', 'pipeline.sql', 'b'].map((path) => pinnedFile(path));

  expect(summaryOfFiles(files)).toMatchObject({
    fileCount: 3,
    sourceType: 'python',
    source: 'pipeline.py',
  });
  expect(summaryOfFiles([pinnedFile('b')])).toMatchObject({
    fileCount: 1,
    sourceType: null,
    source: null,
  });
});

test('the draft is dirty if and only if its content is not that of the current version', () => {
  const current = versionOf([pinnedFile('pipeline.sql')]);

  expect(isDraftDirty(draftOf(current.files, NOW), current)).toBe(false);
  expect(isDraftDirty(draftOf([], NOW), current)).toBe(true);
  expect(isDraftDirty(draftOf([pinnedFile('pipeline.sql', 'new')], NOW), current)).toBe(true);
  expect(isDraftDirty(draftOf(current.files, NOW), null)).toBeNull();
});
