// What a version did to the quality tests.
import { expect, test } from 'vitest';
import type { Comparison, FileChange } from '../../../client/types.ts';
import { changesOf, changesOfFirst } from '../../../portal/history/quality-test-changes.ts';

function compared(...files: readonly Pick<FileChange, 'path' | 'change' | 'from'>[]): Comparison {
  return { files } as Comparison;
}

const at = (path: string): FileChange['from'] => ({ path, version_id: null, etag: '', size: 0 });

test('tests are told from other files by their place', () => {
  const comparison = compared(
    { path: 'pipeline.sql', change: 'modified', from: at('pipeline.sql') },
    { path: 'tests/quality/not_null.sql', change: 'added', from: null },
    { path: 'tests/quality/range.sql', change: 'modified', from: at('tests/quality/range.sql') },
    { path: 'tests/quality/unique.sql', change: 'removed', from: at('tests/quality/unique.sql') },
    { path: 'tests/quality/old/unique.sql', change: 'removed', from: at('tests/quality/old/unique.sql') },
    { path: 'tests/quality/README.md', change: 'added', from: null },
  );

  expect(changesOf(comparison)).toEqual({
    tests: [
      { change: 'added', name: 'not_null' },
      { change: 'changed', name: 'range' },
      { change: 'removed', name: 'unique' },
    ],
    otherFiles: 3,
  });
});

test('a renamed test is one removed and one added', () => {
  const comparison = compared({
    path: 'tests/quality/filled.sql',
    change: 'renamed',
    from: at('tests/quality/not_null.sql'),
  });

  expect(changesOf(comparison)).toEqual({
    tests: [
      { change: 'removed', name: 'not_null' },
      { change: 'added', name: 'filled' },
    ],
    otherFiles: 0,
  });
});

test('a file renamed into a test is a test added', () => {
  const comparison = compared({
    path: 'tests/quality/range.sql',
    change: 'renamed',
    from: at('drafts/range.sql'),
  });

  expect(changesOf(comparison)).toEqual({ tests: [{ change: 'added', name: 'range' }], otherFiles: 0 });
});

test('a first version adds all its tests', () => {
  expect(changesOfFirst(['pipeline.sql', 'tests/quality/range.sql'])).toEqual({
    tests: [{ change: 'added', name: 'range' }],
    otherFiles: 1,
  });
});
