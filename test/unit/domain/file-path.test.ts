import { expect, test } from 'vitest';
import { filePathProblem, foldersOf, MAX_PATH_BYTES } from '../../../functions/domain/file-path.ts';

test.each([
  'pipeline.sql',
  'tests/quality/a b+c.sql',
  '.sqlfluff',
  '...',
  'a/..b/c',
  'ünï/数据',
  'é'.repeat(256),
])('%s is a path', (path) => {
  expect(filePathProblem(path)).toBeNull();
});

test.each([
  ['', 'must have a name before, between and after its slashes'],
  ['/a', 'must have a name before, between and after its slashes'],
  ['a//b', 'must have a name before, between and after its slashes'],
  ['a/', 'must have a name before, between and after its slashes'],
  ['.', 'must have no segments . and ..'],
  ['a/../b', 'must have no segments . and ..'],
  ['a/./b', 'must have no segments . and ..'],
  ['a\\b', 'must have no backslashes'],
  ['a\tb', 'must have no control characters'],
  ['a\u0085b', 'must have no control characters'],
  ['a\ud800', 'must be well-formed Unicode'],
  [`${'é'.repeat(MAX_PATH_BYTES / 2)}a`, 'must have at most 512 bytes of UTF-8'],
])('%j is none: it %s', (path, problem) => {
  expect(filePathProblem(path)).toBe(problem);
});

test('the folders above a path come outermost first', () => {
  expect(foldersOf('a/b/c.sql')).toEqual(['a', 'a/b']);
  expect(foldersOf('c.sql')).toEqual([]);
});
