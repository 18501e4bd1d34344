import { expect, test } from 'vitest';
import { requestTable } from './request-table.ts';
import type { Series } from './series.ts';

const series = (name: string, publishes: number, requests?: Series['requests']): Series => ({
  name,
  latencies: Array<number>(publishes).fill(1),
  cpu: [],
  errors: [],
  ...(requests && { requests }),
});

const columns = (table: string) => table.split('\n').map((line) => line.split(/ {2,}/));

test('requests are divided by the samples of all rounds, and all APIs that were used have a column', () => {
  const ours = series('3 files: publish', 2, { ListObjectVersions: 4 });
  const again = series('3 files: publish', 2, { ListObjectVersions: 5 });
  const plain = series('3 files: plain way', 2, { HeadObject: 6, ListObjectsV2: 2 });

  const table = requestTable([
    ['3 files: publish', [ours, again]],
    ['3 files: plain way', [plain]],
    ['3 files: list', [series('3 files: list', 2)]],
  ]);

  expect(columns(table)).toEqual([
    ['requests at MinIO for each', 'HeadObject', 'ListObjectVersions', 'ListObjectsV2', 'all', 'samples'],
    ['3 files: publish', '0', '2.25', '0', '2.25', '4'],
    ['3 files: plain way', '3', '0', '1', '4', '2'],
  ]);
});

test('where nothing was counted the report says why', () => {
  expect(requestTable([['3 files: publish', [series('3 files: publish', 2)]]])).toContain(
    'not counted, because',
  );
});
