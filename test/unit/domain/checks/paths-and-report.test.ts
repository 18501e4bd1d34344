import { expect, test } from 'vitest';
import { ofFile } from '../../../../functions/domain/checks/finding.ts';
import { pathFindings } from '../../../../functions/domain/checks/path-rules.ts';
import { reportOf } from '../../../../functions/domain/checks/report.ts';
import type { RuleName } from '../../../../functions/domain/checks/rules.ts';

function ofPaths(...paths: readonly string[]): readonly string[] {
  const files = paths.map((path) => ({ path, etag: '', size: 1 }));
  return pathFindings(files).map(({ path, finding }) => `${finding.rule} ${path}`);
}

test('both sources are one too many', () => {
  expect(ofPaths('pipeline.py', 'pipeline.sql')).toEqual(['two-sources pipeline.sql']);
  expect(ofPaths('pipeline.py', 'lib/pipeline.sql')).toEqual([]);
});

test('tests that look like tests and are none are named', () => {
  expect(ofPaths('tests/quality/a.sql', 'tests/quality/README.md', 'tests/other/a.sql')).toEqual([]);
  expect(ofPaths('tests/quality/A.SQL', 'tests/quality/sub/x.sql', 'Tests/Quality/y.sql')).toEqual([
    ...['test-not-run tests/quality/A.SQL', 'test-not-run tests/quality/sub/x.sql'],
    'test-not-run Tests/Quality/y.sql',
  ]);
});

test('paths that differ by case or normal form only are named, but for the first', () => {
  expect(ofPaths('a/x.sql', 'A/x.sql', 'a/X.sql', 'b/x.sql')).toEqual([
    ...['similar-paths A/x.sql', 'similar-paths a/X.sql'],
  ]);
  expect(ofPaths('\u00e9.sql', 'e\u0301.sql')).toEqual(['similar-paths e\u0301.sql']);
});

test.each([
  'a:b',
  'a?',
  'x/con',
  'NUL.txt',
  'a.',
  'b /c',
  'a\\b',
  'a//b',
  '.git/x',
  'lpt1.sql',
  'x'.repeat(256),
])('no checkout holds %s everywhere', (path) => {
  expect(ofPaths(path)).toEqual([`unportable-path ${path}`]);
});

test('ordinary paths are fine', () => {
  expect(ofPaths('console.sql', 'a.b/c.d', 'été.sql', 'com10.txt', '.gitignore')).toEqual([]);
});

const finding = (path: string, rule: RuleName) => ({ path, finding: ofFile(rule, 'It is wrong.') });

test('a report has errors and warnings of each file, as people read a pipeline', () => {
  const found = [
    finding('a.sql', 'byte-order-mark'),
    finding('pipeline.sql', 'empty-source'),
    finding('a.sql', 'nul-byte'),
  ];
  const report = reportOf(found, new Map());

  expect(report.valid).toBe(false);
  expect(report.files.map(({ path, errors, warnings }) => [path, errors.length, warnings.length])).toEqual([
    ...[
      ['pipeline.sql', 1, 0],
      ['a.sql', 1, 1],
    ],
  ]);
});

test('settings turn rules off and make warnings errors', () => {
  const found = [finding('a.sql', 'byte-order-mark'), finding('a.sql', 'nul-byte')];

  expect(reportOf(found, new Map([['nul-byte', 'off']]))).toMatchObject({ valid: true });
  expect(
    reportOf(
      found,
      new Map([
        ['nul-byte', 'off'],
        ['byte-order-mark', 'error'],
      ]),
    ).valid,
  ).toBe(false);
});

test('an answer lists a hundred findings, errors first, and counts the rest', () => {
  const many = Array.from({ length: 150 }, (_, index) => finding(`a${index}.sql`, 'byte-order-mark'));
  const report = reportOf([...many, finding('z.sql', 'nul-byte')], new Map());

  expect(report.files).toHaveLength(100);
  expect(report.files.filter(({ errors }) => errors.length > 0).map(({ path }) => path)).toEqual(['z.sql']);
  expect(report.more).toBe(51);
});
