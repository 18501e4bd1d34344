import { expect, test } from 'vitest';
import { MAX_WARNINGS, unusablePaths } from '../../../functions/domain/unusable-paths.ts';

const among = (...paths: readonly string[]) => unusablePaths(paths.map((path) => ({ path })));

test('paths that a directory can hold have no warning', () => {
  expect(among('pipeline.sql', 'tests/quality/a.sql', '.gitignore', 'git/a.sql', '数据.sql')).toEqual([]);
});

test.each([
  ['a//b.sql', /\S/],
  ['back\\slash.sql', /backslash/],
  ['.git/config', /^must have no folder that git takes for its own$/],
  ['models/.GIT/hooks', /^must have no folder that git takes for its own$/],
  [`${'a'.repeat(256)}.sql`, /^must have no name of more than 255 bytes of UTF-8$/],
])('%j has a warning that says why', (path, reason) => {
  expect(among('pipeline.sql', path)).toEqual([{ path, reason: expect.stringMatching(reason) }]);
});

test('the length of a name is counted in bytes, and in each folder by itself', () => {
  const longest = 'é'.repeat(127);

  expect(among(`${longest}a`, `${longest}/${longest}`)).toEqual([]);
  expect(among(`${longest}ab`)).toHaveLength(1);
  expect(among(`${longest}ab/a.sql`)).toHaveLength(1);
});

test('a file whose path is a folder of another file is named, and the other one is not', () => {
  expect(among('tests', 'tests/quality/a.sql')).toEqual([
    { path: 'tests', reason: 'is a folder of other files as well' },
  ]);
});

test('the first hundred are listed, in the order of the files', () => {
  const paths = Array.from({ length: MAX_WARNINGS + 1 }, (_, index) => `b\\${index}`);

  expect(among('pipeline.sql', ...paths).map(({ path }) => path)).toEqual(paths.slice(0, MAX_WARNINGS));
});
