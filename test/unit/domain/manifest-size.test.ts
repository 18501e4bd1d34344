import { expect, test } from 'vitest';
import { manifestBytes } from '../../../functions/domain/manifest-size.ts';
import type { Pipeline } from '../../../functions/domain/pipeline.ts';
import type { PinnedFile, S3VersionId } from '../../../functions/domain/snapshot.ts';

const PIPELINE: Pipeline = { namespace: 'default', layer: 'silver', name: 'orders' };
const PREFIX = 'default/pipelines/silver/orders/';
const file = (path: string): PinnedFile => ({
  ...{ path, etag: '9dd4e461', size: 1, lastModified: 0 },
  versionId: 'v1' as S3VersionId,
});

/** A text as a JSON string inside a JSON string: Lambda answers so. */
const nested = (text: string) => Buffer.byteLength(JSON.stringify(JSON.stringify(text)));
const entry = (path: string) => 2 * nested(path) + nested(PREFIX) + nested('v1') + nested('9dd4e461') + 100;

test.each(['pipeline.sql', '', 'a b.sql', 'say "no".sql', 'back\\slash.sql', '数据.sql', 'line\nbreak.sql'])(
  'an entry for %j counts its path twice, its pin, and what JSON adds to them',
  (path) => {
    expect(manifestBytes(PIPELINE, [file(path)])).toBe(entry(path));
  },
);

test('a quality test stands in a manifest twice', () => {
  const files = ['tests/quality/a.sql', 'tests/quality/deep/b.sql'];

  expect(manifestBytes(PIPELINE, files.map(file))).toBe(2 * entry(files[0] ?? '') + entry(files[1] ?? ''));
});
