// What a version remembers of its checks. It is a statement about the pins alone: whoever published them, and on top of
// what, the same pins have the same bytes, and their own config.yaml has the settings.
import type { FileFinding } from './finding.ts';

/**
 * - passed: every text was read, by this publish or before, and there were no errors
 * - partial: the same but for texts that are too large to be read, or too many
 * - incomplete: no errors were found, and not everything was looked at
 * - skipped: no errors were found, and the deployment's own check did not answer
 * - failed: there are errors, and it was published all the same
 */
export const VERDICTS = ['passed', 'partial', 'incomplete', 'skipped', 'failed'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What clients see. */
export const SHOWN_VERDICTS = ['passed', 'incomplete', 'skipped', 'failed'] as const;

export type ShownVerdict = (typeof SHOWN_VERDICTS)[number];

export function shownVerdict(verdict: Verdict): ShownVerdict {
  return verdict === 'partial' ? 'incomplete' : verdict;
}

/** `leftOut` are the paths that checks never look at, `found` is what was found in the others. */
export function verdictOf(
  valid: boolean,
  leftOut: ReadonlySet<string>,
  found: readonly FileFinding[],
): Verdict {
  if (!valid) return 'failed';
  const isMissed = ({ path, finding }: FileFinding) => finding.rule === 'not-read' && !leftOut.has(path);
  if (found.some(isMissed)) return 'incomplete';
  return leftOut.size > 0 ? 'partial' : 'passed';
}

/** Whether files that have not changed since need no second look. */
export function isSettled(verdict: Verdict): boolean {
  return verdict === 'passed' || verdict === 'partial';
}
