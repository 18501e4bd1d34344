// THE check: a history in, what it breaks out. reliability.md says why a history of a service that keeps its promises
// is never found guilty, and what gets by.
import type { History } from '../history/history.ts';
import { draftOf } from './draft.ts';
import { observationsOf } from './observations.ts';
import { findContradiction, type Reason } from './order.ts';
import { draftChecks } from './stored-draft.ts';
import { versionChecks } from './stored-versions.ts';
import { versionsOf } from './versions.ts';
import type { Violation } from './violation.ts';

export function judge(history: History): readonly Violation[] {
  const draft = draftOf(history);
  const versions = versionsOf(history, draft);
  const observations = observationsOf({ history, draft, versions });
  const contradiction = findContradiction(
    [...draft.known, ...versions.known],
    [...versions.claims, ...observations.claims],
  );
  return [
    ...[...versionChecks, ...draftChecks].flatMap((check) => check(history)),
    ...draft.violations,
    ...versions.violations,
    ...observations.violations,
    ...(contradiction ? [{ promise: promiseOf(contradiction.reasons), text: contradiction.text }] : []),
  ];
}

/** The most particular of the promises that cannot all have been kept. */
const PARTICULAR = [
  'restores',
  'no lost update',
  '5 all or nothing',
  'draft',
  '3 order',
  '2 whole snapshots',
  '1 numbers',
];

function promiseOf(reasons: readonly Reason[]): string {
  const named = new Set(reasons.map(({ promise }) => promise));
  return PARTICULAR.find((promise) => named.has(promise)) ?? 'the bucket';
}
