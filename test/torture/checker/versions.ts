// Publishes and rollbacks as instants: when each version's draft was looked at, and when the version became current.
import type { Attempt, History, Version } from '../history/history.ts';
import type { Draft } from './draft.ts';
import type { Before, Claim, Instant, Span } from './order.ts';
import type { Findings, Violation } from './violation.ts';

export interface Versions extends Findings {
  /** While this number was the current one; 0 before the first version. `null` if there is no such version. */
  whileCurrent(number: number): Span | null;
}

interface Made {
  readonly version: Version;
  /** When it became the current version. */
  readonly visible: Instant;
  /** When the draft was as its pins say; a rollback does not look at the draft. */
  readonly looked: Instant | null;
}

export function versionsOf({ operations, end }: History, draft: Draft): Versions {
  const attempts = operations.filter(
    (each): each is Attempt => each.op === 'publish' || each.op === 'rollback',
  );
  const byMessage = Map.groupBy(attempts, ({ message }) => message);
  const made = end.versions.map((version) => madeBy(version, byMessage.get(version.message) ?? []));
  return {
    violations: made.flatMap(({ version }) => goneObjects(version, draft)),
    known: [...oneAfterTheOther(made), ...looksInOrder(made)],
    claims: made.flatMap((each) => wholeSnapshot(each, draft)),
    whileCurrent(number) {
      if (number < 0 || number > made.length) return null;
      return { after: made[number - 1]?.visible ?? null, before: made[number]?.visible ?? null };
    },
  };
}

function madeBy(version: Version, attempts: readonly Attempt[]): Made {
  const { number } = version;
  const answers = attempts.flatMap(({ answer, began, ended }) =>
    answer.kind === 'made' && answer.version.number === number ? [{ answer, began, ended }] : [],
  );
  // The answer that is no replay is that of the attempt which made it; else it was one of those not refused.
  const fresh = answers.filter(({ answer }) => !answer.replayed);
  const makers = fresh.length > 0 ? fresh : attempts.filter(({ answer }) => answer.kind !== 'refused');
  const earliest = Math.min(...makers.map(({ began }) => began));
  const latest = Math.min(...answers.map(({ ended }) => ended ?? Number.POSITIVE_INFINITY));
  const instant = (name: string) => ({
    name,
    earliest: makers.length === 0 ? Number.NEGATIVE_INFINITY : earliest,
    latest,
  });
  return {
    version,
    visible: instant(`version ${number}`),
    looked: version.rollbackOf === null ? instant(`the draft of version ${number}`) : null,
  };
}

function oneAfterTheOther(made: readonly Made[]): readonly Before[] {
  const why = { promise: '1 numbers', text: 'versions become current in the order of their numbers' };
  return made
    .slice(1)
    .map(({ visible }, index) => ({ earlier: (made[index] as Made).visible, later: visible, why }));
}

/** A version's draft was looked at before the version became current, and not before that of an older version. */
function looksInOrder(made: readonly Made[]): readonly Before[] {
  const publishes = made.flatMap(({ looked, visible }) => (looked ? [{ looked, visible }] : []));
  return publishes.flatMap(({ looked, visible }, index) => {
    const before = publishes[index - 1];
    const ended = { promise: '2 whole snapshots', text: 'a publish looks at the draft first' };
    const order = { promise: '3 order', text: 'a later version has no older draft' };
    return [
      { earlier: looked, later: visible, why: ended },
      ...(before ? [{ earlier: before.looked, later: looked, why: order }] : []),
    ];
  });
}

function wholeSnapshot({ version, looked }: Made, draft: Draft): readonly Claim[] {
  if (looked === null) return [];
  return draft.paths.flatMap((path) => {
    const pin = version.pins[path];
    const spans =
      pin === undefined
        ? draft.whileContent(path, null)
        : [draft.whileCurrent(path, pin)].filter((s) => s !== null);
    const text = `version ${version.number} ${pin === undefined ? `has no ${path}` : `pins ${path}@${pin}`}`;
    // An object that is gone is a violation of its own.
    return spans.length === 0
      ? []
      : [{ instant: looked, spans, why: { promise: '2 whole snapshots', text } }];
  });
}

function goneObjects({ number, pins }: Version, draft: Draft): readonly Violation[] {
  return Object.entries(pins)
    .filter(([path, versionId]) => draft.etagOf(path, versionId) === null)
    .map(([path, versionId]) => ({
      promise: 'nothing is lost',
      text: `version ${number} pins ${path}@${versionId}, which the bucket does not have`,
    }));
}
