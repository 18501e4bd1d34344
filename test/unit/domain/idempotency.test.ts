import { expect, test } from 'vitest';
import { claimOf, isExpired, isMadeBy } from '../../../functions/domain/idempotency.ts';

const NOW = new Date('2026-05-05T12:00:00.250Z');
const hoursLater = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const request = { key: 'k', inputHash: 'h' };

test('a claim holds for 24 hours, in whole seconds', () => {
  const claim = claimOf(request, NOW);

  expect(claim).toEqual({ ...request, expiresAt: new Date('2026-05-06T12:00:01Z') });
  expect([isExpired(claim, hoursLater(24)), isExpired(claim, hoursLater(24.001))]).toEqual([false, true]);
});

test('a version is made by a request if both have the same claimed key, which has not expired', () => {
  const made = claimOf(request, NOW);

  expect(isMadeBy(made, request, hoursLater(24))).toBe(true);
  expect(isMadeBy(made, request, hoursLater(24.001))).toBe(false);
  expect(isMadeBy(made, { ...request, key: 'another' }, NOW)).toBe(false);
  expect([isMadeBy(null, request, NOW), isMadeBy(made, null, NOW)]).toEqual([false, false]);
});

test('a key that comes with another input is refused until it has expired', () => {
  const made = claimOf({ key: 'k', inputHash: 'another' }, NOW);

  expect(() => isMadeBy(made, request, NOW)).toThrow(
    expect.objectContaining({ code: 'IDEMPOTENCY_KEY_REUSED' }),
  );
  expect(isMadeBy(made, request, hoursLater(24.001))).toBe(false);
});
