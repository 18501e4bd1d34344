import { expect, test } from 'vitest';
import { foldersOf, type TreeFile, treeRows } from '../../../portal/code/tree/tree-rows.ts';

const files: readonly TreeFile[] = [
  { path: 'pipeline.sql', change: 'unchanged' },
  { path: 'tests/quality/b.sql', change: 'added' },
  { path: 'tests/quality/a.sql', change: 'unchanged' },
  { path: 'tests', change: 'unchanged' },
  { path: 'config.yaml', change: 'modified' },
];
const shown = (isOpen: (folder: string) => boolean) =>
  treeRows(files, isOpen).map(
    (row) => `${row.kind} ${row.path} ${row.level} ${row.position}/${row.siblings}`,
  );

test('folders come first, and a file may be called like a folder', () => {
  expect(shown(() => true)).toEqual([
    'folder tests 1 1/4',
    'folder tests/quality 2 1/1',
    'file tests/quality/a.sql 3 1/2',
    'file tests/quality/b.sql 3 2/2',
    'file config.yaml 1 2/4',
    'file pipeline.sql 1 3/4',
    'file tests 1 4/4',
  ]);
});

test('what is in a closed folder is not shown, and that something in it has changed is known', () => {
  const [first] = treeRows(files, () => false);

  expect(shown((folder) => folder !== 'tests')).not.toContain('folder tests/quality 2 1/1');
  expect(first).toMatchObject({ kind: 'folder', name: 'tests', isOpen: false, hasChanges: true });
});

test('a file is in all folders of its path', () => {
  expect(foldersOf('a/b/c.sql')).toEqual(['a', 'a/b']);
  expect(foldersOf('c.sql')).toEqual([]);
});
