// What the bucket holds in the end, the flag, and answers that no client should get.
import type { History } from '../history/history.ts';
import { isReallyDirty } from '../history/truth.ts';
import { type Check, type Violation, violation } from './violation.ts';

export const draftChecks: readonly Check[] = [nothingLost, flag, faults];

/** Whatever was acknowledged is in the bucket, also below a restore's copies and delete markers. */
function nothingLost({ operations, end }: History): readonly Violation[] {
  const there = new Set(end.objects.map(({ path, versionId }) => `${path}@${versionId}`));
  return operations
    .filter((each) => each.op === 'save' || each.op === 'delete')
    .filter(({ outcome, versionId }) => outcome === 'done' && versionId !== null)
    .map(({ path, versionId }) => `${path}@${versionId}`)
    .filter((object) => !there.has(object))
    .flatMap((object) => violation('nothing is lost', `${object} was acknowledged and is gone`));
}

/** Once all events have been delivered. */
function flag({ end }: History): readonly Violation[] {
  const truth = isReallyDirty(end);
  if (end.draftDirty === truth) return [];
  return violation('7 the flag converges', `draft_dirty is ${end.draftDirty}, and ${truth} is the truth`);
}

function faults({ operations }: History): readonly Violation[] {
  return operations.flatMap((each) => (each.op === 'fault' ? violation('answers', each.what) : []));
}
