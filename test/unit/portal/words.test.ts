// Times and sizes as people read them.
import { expect, test } from 'vitest';
import { fileSize } from '../../../portal/ui/file-size.ts';
import { relative } from '../../../portal/ui/relative-time.tsx';

const NOW = new Date('2026-03-01T12:00:00Z');

test.each([
  ['2026-03-01T11:59:30Z', 'just now'],
  ['2026-03-01T12:00:30Z', 'just now'],
  ['2026-03-01T11:58:00Z', '2 minutes ago'],
  ['2026-03-01T09:00:00Z', '3 hours ago'],
  ['2026-02-28T11:00:00Z', '1 day ago'],
  ['2024-02-01T12:00:00Z', '2 years ago'],
])('%s was %s', (time, words) => {
  expect(relative(new Date(time), NOW)).toBe(words);
});

test.each([
  [0, '0 B'],
  [1_023, '1023 B'],
  [1_024, '1.0 KB'],
  [1_536, '1.5 KB'],
  [10 * 1_024, '10 KB'],
  [1_048_576, '1.0 MB'],
  [5 * 1_024 ** 4, '5.0 TB'],
])('%d bytes are %s', (bytes, words) => {
  expect(fileSize(bytes)).toBe(words);
});
