// A seed asks for the same faults again.
import { expect, test } from 'vitest';
import { createSchedule, FAULTS } from './schedule.ts';

const draw = (seed: number, level: number, kinds: readonly string[]) => {
  const decide = createSchedule(seed, level);
  return kinds.map((kind) => [kind, decide(kind)] as const);
};
const many = (kind: string) => Array.from({ length: 400 }, () => kind);
const of = (kind: string, drawn: ReturnType<typeof draw>) => drawn.filter(([other]) => other === kind);

test('the faults of a kind of request do not depend on what other requests come between', () => {
  const alone = draw(7, 0.3, many('S3 PUT'));
  const mixed = draw(
    7,
    0.3,
    many('S3 PUT').flatMap((kind) => [kind, 'S3 GET']),
  );

  expect(of('S3 PUT', mixed)).toEqual(alone);
  expect(draw(8, 0.3, many('S3 PUT'))).not.toEqual(alone);
});

test('the level is the share of requests that meet a fault, and all faults are met', () => {
  const met = draw(7, 0.3, many('S3 PUT')).flatMap(([, { fault }]) => fault ?? []);

  expect(met.length / 400).toBeGreaterThan(0.2);
  expect(met.length / 400).toBeLessThan(0.4);
  expect(new Set(met)).toEqual(new Set(FAULTS));
  expect(draw(7, 0, many('S3 PUT')).filter(([, { fault }]) => fault !== null)).toEqual([]);
});
