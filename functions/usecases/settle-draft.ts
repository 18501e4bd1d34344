// Two equal lists in a row: the proof that the draft stood so at one instant (docs/design.md, "Publish").
import { DomainError } from '../domain/errors.ts';
import { displayName, type Pipeline } from '../domain/pipeline.ts';
import { type ListedFile, type PinnedFile, sameListing } from '../domain/snapshot.ts';
import type { Listing } from '../ports/draft-files.ts';
import type { Deps } from './deps.ts';
import { assertNotTooMany } from './publishable.ts';

export const MOST_LISTS = 5;

export interface SettledDraft {
  readonly files: readonly ListedFile[];
  /** An instant at which the draft stood so. */
  readonly at: Date;
}

/** Lists until a list equals the one before. Throws `DRAFT_CHANGING` after five that did not, and `DRAFT_TOO_LARGE`. */
export async function settleDraft(
  deps: Deps,
  pipeline: Pipeline,
  known: () => Promise<readonly PinnedFile[]>,
  first: Listing | null,
): Promise<SettledDraft> {
  let previous = first;
  for (let lists = 2; lists <= MOST_LISTS; lists++) {
    assertNotTooMany(pipeline, previous);
    const at = deps.runtime.now();
    const next = await deps.files.listDraft(pipeline, { known, previous });
    if (previous !== null && next !== null && sameListing(previous, next)) return { files: next.files, at };
    previous = next;
  }
  throw draftChanging(pipeline);
}

export function draftChanging(pipeline: Pipeline): DomainError {
  return new DomainError(
    'DRAFT_CHANGING',
    `The files of ${displayName(pipeline)} kept changing while they were listed; nothing was stored, try again when they hold still.`,
    { lists: MOST_LISTS },
  );
}
