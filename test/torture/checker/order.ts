// Instants that nobody saw, and what is known of them: bounds by the clock, and which came before which. If no order of
// them fits all that is known, something that cannot have happened was observed.
//
// Sound: a contradiction is reported only if there is no such order. Complete for claims of one span. A claim of several
// spans counts once all but one of them are excluded by the clock; until then it excludes nothing (reliability.md).

export interface Instant {
  readonly name: string;
  readonly earliest: number;
  readonly latest: number;
}

/** The time between two instants; `null` for the beginning and the end of all. */
export interface Span {
  readonly after: Instant | null;
  readonly before: Instant | null;
}

export interface Before {
  readonly earlier: Instant;
  readonly later: Instant;
  readonly why: Reason;
}

/** The instant lies in one of the spans. */
export interface Claim {
  readonly instant: Instant;
  readonly spans: readonly Span[];
  readonly why: Reason;
}

export interface Reason {
  /** The promise that is broken if this does not fit the rest. */
  readonly promise: string;
  readonly text: string;
}

export interface Contradiction {
  readonly reasons: readonly Reason[];
  readonly text: string;
}

interface Bounds {
  earliest: number;
  latest: number;
  /** What moved them away from the instant's own. */
  earliestBy?: Before;
  latestBy?: Before;
}

export function findContradiction(known: readonly Before[], claims: readonly Claim[]): Contradiction | null {
  const edges = [...known];
  let open = claims;
  for (;;) {
    const sorted = sortedInstants(edges);
    if (!Array.isArray(sorted)) return sorted;
    const bounds = narrow(sorted, edges);
    const empty = sorted.find((instant) => isEmpty(bounds.get(instant)));
    if (empty !== undefined) return explained(empty, bounds);

    const left = open.map((claim) => ({
      ...claim,
      spans: claim.spans.filter((span) => isPossible(claim.instant, span, bounds)),
    }));
    const impossible = left.find(({ spans }) => spans.length === 0);
    if (impossible !== undefined) return { reasons: [impossible.why], text: impossible.why.text };
    const decided = left.filter(({ spans }) => spans.length === 1);
    if (decided.length === 0) return null;
    edges.push(...decided.flatMap(edgesOf));
    open = left.filter(({ spans }) => spans.length > 1);
  }
}

function edgesOf({ instant, spans: [span], why }: Claim): readonly Before[] {
  return [
    ...(span?.after ? [{ earlier: span.after, later: instant, why }] : []),
    ...(span?.before ? [{ earlier: instant, later: span.before, why }] : []),
  ];
}

/** Each after all that came before it; a contradiction if some came before themselves. Kahn's algorithm. */
function sortedInstants(edges: readonly Before[]): Instant[] | Contradiction {
  const waitsFor = new Map<Instant, number>();
  const following = Map.groupBy(edges, ({ earlier }) => earlier);
  for (const { earlier, later } of edges) {
    waitsFor.set(earlier, waitsFor.get(earlier) ?? 0);
    waitsFor.set(later, (waitsFor.get(later) ?? 0) + 1);
  }
  const sorted = [...waitsFor.keys()].filter((instant) => waitsFor.get(instant) === 0);
  for (const instant of sorted) {
    for (const { later } of following.get(instant) ?? []) {
      const left = (waitsFor.get(later) ?? 0) - 1;
      waitsFor.set(later, left);
      if (left === 0) sorted.push(later);
    }
  }
  return sorted.length === waitsFor.size ? sorted : circle(edges, new Set(sorted));
}

/** Every instant that is left over has a predecessor that is left over: going back meets one again. */
function circle(edges: readonly Before[], sorted: ReadonlySet<Instant>): Contradiction {
  const left = edges.filter(({ earlier, later }) => !sorted.has(earlier) && !sorted.has(later));
  const into = new Map(left.map((edge) => [edge.later, edge]));
  const path: Before[] = [];
  let edge = left[0] as Before;
  while (!path.includes(edge)) {
    path.push(edge);
    edge = into.get(edge.earlier) as Before;
  }
  return contradiction(path.slice(path.indexOf(edge)).toReversed(), 'which came before itself');
}

/** The bounds of each instant that follow from its own and the edges. An edge's earlier end comes first in `sorted`. */
export function narrow(sorted: readonly Instant[], edges: readonly Before[]): ReadonlyMap<Instant, Bounds> {
  const bounds = new Map<Instant, Bounds>(
    sorted.map((instant) => [instant, { earliest: instant.earliest, latest: instant.latest }]),
  );
  const of = (instant: Instant) => bounds.get(instant) as Bounds;
  const following = Map.groupBy(edges, ({ earlier }) => earlier);
  for (const instant of sorted) {
    for (const edge of following.get(instant) ?? []) {
      if (of(instant).earliest <= of(edge.later).earliest) continue;
      Object.assign(of(edge.later), { earliest: of(instant).earliest, earliestBy: edge });
    }
  }
  for (const instant of sorted.toReversed()) {
    for (const edge of following.get(instant) ?? []) {
      if (of(edge.later).latest >= of(instant).latest) continue;
      Object.assign(of(instant), { latest: of(edge.later).latest, latestBy: edge });
    }
  }
  return bounds;
}

function isEmpty(bounds: Bounds | undefined): boolean {
  return bounds !== undefined && bounds.earliest > bounds.latest;
}

function isPossible(
  instant: Instant,
  { after, before }: Span,
  bounds: ReadonlyMap<Instant, Bounds>,
): boolean {
  const of = (other: Instant) => bounds.get(other) ?? other;
  if (after !== null && of(after).earliest > of(instant).latest) return false;
  return before === null || of(instant).earliest <= of(before).latest;
}

/** From the instant that is too late to the one that is too early. */
function explained(instant: Instant, bounds: ReadonlyMap<Instant, Bounds>): Contradiction {
  const path: Before[] = [];
  let first = instant;
  for (let by = bounds.get(first)?.earliestBy; by; by = bounds.get(first)?.earliestBy) {
    path.unshift(by);
    first = by.earlier;
  }
  let last = instant;
  for (let by = bounds.get(last)?.latestBy; by; by = bounds.get(last)?.latestBy) {
    path.push(by);
    last = by.later;
  }
  return contradiction(
    path,
    `but ${first.name} was not before ${first.earliest}, and ${last.name} not after ${last.latest}`,
  );
}

function contradiction(path: readonly Before[], end: string): Contradiction {
  const steps = path.map(
    ({ earlier, later, why }) => `${earlier.name} came before ${later.name}: ${why.text}`,
  );
  return { reasons: path.map(({ why }) => why), text: [...steps, end].join('; ') };
}
