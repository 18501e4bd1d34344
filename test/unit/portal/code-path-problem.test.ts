import { expect, test } from 'vitest';
import { filePathProblem } from '../../../functions/domain/file-path.ts';
import { pathProblem } from '../../../portal/code/dialogs/path-problem.ts';

const none: ReadonlySet<string> = new Set();

test.each(['pipeline.sql', 'tests/quality/a b#%+?.sql', '.hidden', 'größe/注文.sql', '...'])(
  '%s is a path, here and in the service',
  (path) => {
    expect(pathProblem(path, none)).toBeUndefined();
    expect(filePathProblem(path)).toBeNull();
  },
);

test.each(['', '/a', 'a/', 'a//b', '.', 'a/..', './a', 'a\\b', 'a\tb'])(
  '%j is none, here and in the service',
  (path) => {
    expect(pathProblem(path, none)).toMatch(/\.$/);
    expect(filePathProblem(path)).not.toBeNull();
  },
);

test('a path that the draft has is taken', () => {
  expect(pathProblem('pipeline.sql', new Set(['pipeline.sql']))).toBe(
    'There is a file with this path already.',
  );
});
