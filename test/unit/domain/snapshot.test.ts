import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  configOf,
  type DraftFile,
  fingerprintOf,
  inReadingOrder,
  type PinnedFile,
  qualityTestsOf,
  type S3VersionId,
  sameListing,
  samePins,
  snapshotOf,
  sourceOf,
  sourceTypeOf,
} from '../../../functions/domain/snapshot.ts';

const file = (path: string, etag = 'e', size = 1): DraftFile => ({ path, etag, size });
const pin = (path: string, versionId: string): PinnedFile => ({
  ...file(path),
  versionId: versionId as S3VersionId,
  lastModified: 0,
});
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
  const [one, two] = [pin('pipeline.sql', '1'), pin('pipeline.sql', '2')];

  expect(fingerprintOf([one])).toBe(fingerprintOf([two]));
  expect(samePins([one], [two])).toBe(false);
  expect(samePins([one], [one])).toBe(true);
  expect(samePins([one], [])).toBe(false);
});

test('the id of a snapshot stays the same from release to release, in whatever order its files come', () => {
  const pins = ['pipeline.sql', 'config.yaml'].map((path) => pin(path, `version of ${path}`));

  const { id, files } = snapshotOf(pins);

  expect(id).toBe('66cc2cf9cff0c3dedcdc991559962b1670556014ba93bdeaa748280257ec2424');
  expect(snapshotOf(pins.toReversed())).toEqual({ id, files });
  expect(files.map(({ path }) => path)).toEqual(['config.yaml', 'pipeline.sql']);
});

test('snapshots have the same id if and only if they pin the same, whenever it was modified', () => {
  const { id } = snapshotOf([pin('a.sql', '1')]);

  expect(snapshotOf([{ ...pin('a.sql', '1'), lastModified: 7 }]).id).toBe(id);
  for (const other of [pin('a.sql', '2'), pin('b.sql', '1'), { ...pin('a.sql', '1'), size: 2 }])
    expect(snapshotOf([other]).id).not.toBe(id);
  expect(snapshotOf([]).id).not.toBe(id);
});

test('the source is pipeline.py where there is one, else pipeline.sql, at the top only', () => {
  const both = [file('pipeline.sql'), file('pipeline.py')];

  expect(sourceOf(both)?.path).toBe('pipeline.py');
  expect(sourceTypeOf(both)).toBe('python');
  expect(sourceTypeOf([file('pipeline.sql')])).toBe('sql');
  expect(sourceTypeOf([file('old/pipeline.sql'), file('PIPELINE.SQL')])).toBeNull();
});

test('a quality test is an SQL file right in tests/quality', () => {
  const paths = [
    'tests/quality/.sql',
    'tests/quality/a.sql.bak',
    'old/tests/quality/a.sql',
    'tests/quality/a/b.sql',
  ];
  const files = [...paths, 'tests/quality/ab.sql'].map((path) => file(path));

  expect(qualityTestsOf(files).map(({ path }) => path)).toEqual(['tests/quality/ab.sql']);
});

test('people read the source first, then the configuration, the quality tests, and the rest by path', () => {
  const paths = [
    'pipeline.sql',
    'config.yaml',
    'tests/quality/a.sql',
    'config.yaml.bak',
    'pipeline.sql.bak',
    'z/config.yaml',
  ];
  const files = paths.toReversed().map((path) => file(path));

  expect(inReadingOrder(files).map(({ path }) => path)).toEqual(paths);
});

test('two listings are the same if files and delete markers are', () => {
  const listing = (
    files: readonly PinnedFile[],
    ...deleted: readonly { path: string; marker: string }[]
  ) => ({
    files,
    deleted: deleted.map(({ path, marker }) => ({ path, marker: marker as S3VersionId })),
  });
  const one = listing([pin('a.sql', '1')], { path: 'b.sql', marker: 'm1' });

  expect(sameListing(one, listing([pin('a.sql', '1')], { path: 'b.sql', marker: 'm1' }))).toBe(true);
  for (const other of [
    listing([pin('a.sql', '2')], { path: 'b.sql', marker: 'm1' }),
    listing([pin('a.sql', '1')], { path: 'b.sql', marker: 'm2' }),
    listing([pin('a.sql', '1')], { path: 'c.sql', marker: 'm1' }),
    listing([pin('a.sql', '1')]),
    listing([{ ...pin('a.sql', '1'), etag: 'f' }], { path: 'b.sql', marker: 'm1' }),
    listing([{ ...pin('a.sql', '1'), size: 2 }], { path: 'b.sql', marker: 'm1' }),
  ]) {
    expect(sameListing(one, other)).toBe(false);
    expect(sameListing(other, one)).toBe(false);
  }
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
