import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  configOf,
  type DraftFile,
  fingerprintOf,
  type ListedFile,
  qualityTestsOf,
  type S3VersionId,
  samePins,
  sourceOf,
  sourceTypeOf,
} from '../../../functions/domain/snapshot.ts';

const file = (path: string, etag = 'e', size = 1): DraftFile => ({ path, etag, size });
const anyFile = fc.record({ path: fc.string(), etag: fc.string(), size: fc.nat() });
const anyFiles = fc.uniqueArray(anyFile, { selector: ({ path }) => path });

test('the fingerprint of nothing is the SHA-256 of nothing', () => {
  expect(fingerprintOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('the fingerprint stays the same from release to release', () => {
  const fingerprint = fingerprintOf([
    file('pipeline.sql', 'a'.repeat(32), 12),
    file('config.yaml', 'b'.repeat(32), 3),
  ]);

  expect(fingerprint).toBe('a148d1a860efa7d767a307f0bbf241379dd80e1f27f9d7e8efd8418a9fc26770');
});

test('the order in which files were listed does not change the fingerprint', () => {
  fc.assert(fc.property(anyFiles, (files) => fingerprintOf(files) === fingerprintOf(files.toReversed())));
});

test('different files have different fingerprints, whatever characters their names are made of', () => {
  const key = (files: readonly DraftFile[]) =>
    JSON.stringify(files.map((f) => [f.path, f.etag, f.size]).toSorted());
  const property = fc.property(
    anyFiles,
    anyFiles,
    (a, b) => (key(a) === key(b)) === (fingerprintOf(a) === fingerprintOf(b)),
  );

  fc.assert(property);
  expect(fingerprintOf([file('a","e",1]\n["b')])).not.toBe(fingerprintOf([file('a'), file('b')]));
});

test('the same content under other version IDs has the same fingerprint and other pins', () => {
  const pin = (versionId: string): ListedFile => ({
    ...file('pipeline.sql'),
    versionId: versionId as S3VersionId,
    lastModified: 0,
  });

  expect(fingerprintOf([pin('1')])).toBe(fingerprintOf([pin('2')]));
  expect(samePins([pin('1')], [pin('2')])).toBe(false);
  expect(samePins([pin('1')], [pin('1')])).toBe(true);
  expect(samePins([pin('1')], [])).toBe(false);
});

test('the source is pipeline.py where there is one, else pipeline.sql, at the top only', () => {
  const both = [file('pipeline.sql'), file('pipeline.py')];

  expect(sourceOf(both)?.path).toBe('pipeline.py');
  expect(sourceTypeOf(both)).toBe('python');
  expect(sourceTypeOf([file('pipeline.sql')])).toBe('sql');
  expect(sourceTypeOf([file('old/pipeline.sql'), file('PIPELINE.SQL')])).toBeNull();
});

test('config and quality tests are found by their places', () => {
  const files = [
    'tests/quality/b.sql',
    'tests/quality/a.sql',
    'tests/quality/deep/c.sql',
    'tests/d.sql',
    'config.yaml',
  ].map((p) => file(p));

  expect(configOf(files)?.path).toBe('config.yaml');
  expect(qualityTestsOf(files).map(({ path }) => path)).toEqual([
    'tests/quality/a.sql',
    'tests/quality/b.sql',
  ]);
});
