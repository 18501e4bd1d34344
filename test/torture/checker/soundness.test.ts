// No false alarm: whatever happens in whatever order, however its requests overlap and whatever answers are lost.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { History, Version } from '../history/history.ts';
import { judge } from './judge.ts';
import { trueHistory } from './true-history.ts';

const numRuns = Number(process.env.CHECKER_RUNS ?? 1_000);

test('a history in which every promise was kept is never found guilty', () => {
  fc.assert(
    fc.property(trueHistory, (history) => {
      expect(judge(history)).toEqual([]);
    }),
    { numRuns },
  );
});

/** Of a version that pins something: one pin is exchanged for another version of the same file. */
function withOtherPin(history: History, pick: number): History | null {
  const pins = history.end.versions.flatMap(({ number, pins }) =>
    Object.entries(pins).map(([path, versionId]) => ({ number, path, versionId })),
  );
  const pin = pins[pick % Math.max(1, pins.length)];
  const others = history.end.objects.filter(
    ({ path, versionId, etag }) => pin?.path === path && pin.versionId !== versionId && etag !== null,
  );
  const other = others[pick % Math.max(1, others.length)];
  if (pin === undefined || other === undefined) return null;
  return JSON.parse(JSON.stringify(history), (_, value: Version) =>
    value?.number === pin.number && value.pins
      ? { ...value, pins: { ...value.pins, [pin.path]: other.versionId } }
      : value,
  );
}

test('most histories with one exchanged pin are found guilty', () => {
  const seen = { spoiled: 0, found: 0 };
  fc.assert(
    fc.property(trueHistory, fc.nat(), (history, pick) => {
      const spoiled = withOtherPin(history, pick);
      if (spoiled === null) return;
      seen.spoiled += 1;
      seen.found += judge(spoiled).length > 0 ? 1 : 0;
    }),
    { numRuns, seed: 1 },
  );
  console.info('torture: histories with one exchanged pin', seen);
  expect(seen.found / seen.spoiled).toBeGreaterThan(0.5);
});
