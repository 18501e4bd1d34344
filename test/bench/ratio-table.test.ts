import { expect, test } from 'vitest';
import { ratioTable } from './ratio-table.ts';
import type { Series } from './series.ts';

const series = (name: string, latencies: readonly number[], beside?: string): Series => ({
  name,
  latencies,
  cpu: [],
  errors: [],
  ...(beside !== undefined && { beside }),
});

test('another way is divided by ours in every round, and the headline is the median of the rounds', () => {
  const first = [series('pull', [10, 20, 30]), series('plain way', [100], 'pull'), series('list', [1])];
  const second = [series('plain way', [60], 'pull'), series('pull', [20])];

  const table = ratioTable([first, second]);

  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['times the p50 of ours', 'median', 'round 1', 'round 2'],
    ['plain way', '4.0', '5.0', '3.0'],
  ]);
});

test('where nothing stands beside anything there is no table', () => {
  expect(ratioTable([[series('pull', [10])]])).toBe('');
});
