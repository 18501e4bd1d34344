import { expect, test } from 'vitest';
import { keysToForget, type RememberedRequest, recall } from '../../../functions/domain/idempotency.ts';
import type { VersionNumber } from '../../../functions/domain/version.ts';

const NOW = new Date('2026-05-05T12:00:00Z');
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);
const request = (at: Date): RememberedRequest => ({
  inputHash: 'h',
  number: 1 as VersionNumber,
  outcome: 'created',
  at,
});

test('a request is recalled by its key for 24 hours', () => {
  const requests = new Map([
    ['young', request(hoursAgo(24))],
    ['old', request(hoursAgo(24.01))],
  ]);

  expect(recall(requests, { key: 'young', inputHash: 'h' }, NOW)).toEqual(request(hoursAgo(24)));
  expect(recall(requests, { key: 'old', inputHash: 'h' }, NOW)).toBeNull();
  expect(recall(requests, { key: 'never', inputHash: 'h' }, NOW)).toBeNull();
  expect(recall(requests, null, NOW)).toBeNull();
});

test('a key that comes with another input is refused', () => {
  const requests = new Map([['k', request(NOW)]]);

  expect(() => recall(requests, { key: 'k', inputHash: 'other' }, NOW)).toThrow(
    expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED' }),
  );
});

test('the newest 63 of the last 24 hours are kept beside the one to come', () => {
  const ages = Array.from({ length: 70 }, (_, index) => [`k${index}`, request(hoursAgo(index / 4))] as const);

  const forgotten = keysToForget(new Map(ages), NOW);

  expect(forgotten).toEqual(['k63', 'k64', 'k65', 'k66', 'k67', 'k68', 'k69']);
  expect(keysToForget(new Map([['old', request(hoursAgo(25))]]), NOW)).toEqual(['old']);
  expect(keysToForget(new Map(ages.slice(0, 63)), NOW)).toEqual([]);
});
