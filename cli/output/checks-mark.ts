// The mark of a version whose checks do not vouch for it. It stands in front of the message, where a narrow terminal does
// not cut it off.
import type { Checks } from '../../client/types.ts';

/** `(checks: failed)`, or nothing. */
export function checksMark(verdict: Checks['verdict'] | null): readonly string[] {
  return verdict === 'failed' || verdict === 'skipped' ? [`(checks: ${verdict})`] : [];
}
