import { expect, test } from 'vitest';
import { median, percentile } from './statistics.ts';

test('a percentile is the smallest value that so many of the values do not exceed', () => {
  const oneToTwenty = Array.from({ length: 20 }, (_, n) => 20 - n);

  expect(percentile(oneToTwenty, 50)).toBe(10);
  expect(percentile(oneToTwenty, 95)).toBe(19);
  expect(percentile(oneToTwenty, 100)).toBe(20);
  expect(percentile(oneToTwenty, 0)).toBe(1);
});

test('a median is the value in the middle, or between the two in the middle', () => {
  expect(median([9, 1, 10])).toBe(9);
  expect(median([4, 1, 10, 2])).toBe(3);
  expect(median([7])).toBe(7);
});

test('of no values there is neither', () => {
  expect(percentile([], 95)).toBeNaN();
  expect(median([])).toBeNaN();
});
