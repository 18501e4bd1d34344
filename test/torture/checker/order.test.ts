// findContradiction against brute force: every placing of a few instants on a few points of time.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Before, type Claim, findContradiction, type Instant } from './order.ts';

const LAST = 3;
const why = { promise: 'order', text: 'so' };

const instants = fc
  .array(fc.tuple(fc.integer({ min: 0, max: LAST }), fc.integer({ min: 0, max: LAST })), {
    minLength: 2,
    maxLength: 5,
  })
  .map((bounds) =>
    bounds.map(
      ([one, other], index): Instant => ({
        name: `${index}`,
        earliest: Math.min(one, other),
        latest: Math.max(one, other),
      }),
    ),
  );

function edgesAmong(all: readonly Instant[]) {
  const one = fc.constantFrom(...all);
  return fc.array(
    fc.tuple(one, one).filter(([earlier, later]) => earlier !== later),
    { maxLength: 6 },
  );
}

function claimsAmong(all: readonly Instant[], mostSpans: number) {
  const end = fc.option(fc.constantFrom(...all), { freq: 3 });
  const span = fc.record({ after: end, before: end });
  const claim = fc
    .record({
      instant: fc.constantFrom(...all),
      spans: fc.array(span, { minLength: 1, maxLength: mostSpans }),
    })
    .filter(({ instant, spans }) =>
      spans.every(({ after, before }) => after !== instant && before !== instant),
    );
  return fc.array(claim, { maxLength: 3 });
}

const known = (mostSpans: number) =>
  instants.chain((all) =>
    fc.record({ all: fc.constant(all), edges: edgesAmong(all), claims: claimsAmong(all, mostSpans) }),
  );

type Edge = readonly [earlier: Instant, later: Instant];

/** Whether some order fits: a place within its bounds for each instant, no edge backwards, no circle. */
function fits(all: readonly Instant[], edges: readonly Edge[], open: readonly Omit<Claim, 'why'>[]): boolean {
  const [claim, ...rest] = open;
  if (claim === undefined) return !hasCircle(edges) && placings(all).some((at) => edges.every(forwards(at)));
  return claim.spans.some(({ after, before }) => {
    const more: Edge[] = [];
    if (after) more.push([after, claim.instant]);
    if (before) more.push([claim.instant, before]);
    return fits(all, [...edges, ...more], rest);
  });
}

type Placing = ReadonlyMap<Instant, number>;

function forwards(at: Placing) {
  return ([earlier, later]: Edge) => (at.get(earlier) as number) <= (at.get(later) as number);
}

function placings([instant, ...rest]: readonly Instant[]): readonly Placing[] {
  if (instant === undefined) return [new Map()];
  const points = Array.from(
    { length: instant.latest - instant.earliest + 1 },
    (_, i) => instant.earliest + i,
  );
  return placings(rest).flatMap((placing) => points.map((point) => new Map([...placing, [instant, point]])));
}

function hasCircle(edges: readonly Edge[]): boolean {
  const starts = edges.filter(([earlier]) => !edges.some(([, later]) => later === earlier));
  if (edges.length === 0) return false;
  return starts.length === 0 || hasCircle(edges.filter((edge) => !starts.includes(edge)));
}

const asBefore = (edges: readonly Edge[]): Before[] =>
  edges.map(([earlier, later]) => ({ earlier, later, why }));
const asClaims = (claims: readonly Omit<Claim, 'why'>[]): Claim[] =>
  claims.map((claim) => ({ ...claim, why }));

test('with one span a claim, a contradiction is found if and only if no order fits', () => {
  fc.assert(
    fc.property(known(1), ({ all, edges, claims }) => {
      const found = findContradiction(asBefore(edges), asClaims(claims));

      expect(found === null).toBe(fits(all, edges, claims));
    }),
    { numRuns: 2_000 },
  );
});

test('with several spans a claim, a contradiction is found only if no order fits', () => {
  let found = 0;
  fc.assert(
    fc.property(known(3), ({ all, edges, claims }) => {
      if (findContradiction(asBefore(edges), asClaims(claims)) === null) return;
      found += 1;

      expect(fits(all, edges, claims)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
  expect(found).toBeGreaterThan(0);
});

test('a contradiction names every step between what was too late and what was too early', () => {
  const [written, pinned, published] = [
    { name: 'the save', earliest: 10, latest: 11 },
    { name: 'the look', earliest: 0, latest: 20 },
    { name: 'the version', earliest: 0, latest: 9 },
  ];

  const found = findContradiction(
    asBefore([
      [written, pinned],
      [pinned, published],
    ]),
    [],
  );

  expect(found?.text).toBe(
    'the save came before the look: so; the look came before the version: so; ' +
      'but the save was not before 10, and the version not after 9',
  );
});
